package dev.grove.inference.predict;

import dev.grove.inference.Refused;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A request's body as JSON text of bounded length, whatever its headers claim. */
public final class JsonBody {
  static final String LINES = "application/x-ndjson";
  private static final String JSON = "application/json";

  private JsonBody() {}

  /**
   * @param headers a header's value by its name, or null
   * @throws Refused if the headers announce another format, an encoding, or too many bytes
   */
  public static InputStream of(UnaryOperator<String> headers, InputStream body, long largest) {
    String type = headers.apply(HttpHeaders.CONTENT_TYPE);
    if (type != null && !type.equals(JSON) && !isJson(type)) {
      throw Refused.unsupportedMediaType("The body must be application/json in UTF-8");
    }
    return bounded(headers, body, largest);
  }

  /**
   * As {@link #of}, but lines of JSON will do too.
   *
   * @throws Refused if the headers announce another format, an encoding, or too many bytes
   */
  static InputStream ofBatch(UnaryOperator<String> headers, InputStream body, long largest) {
    String type = headers.apply(HttpHeaders.CONTENT_TYPE);
    if (type != null && !type.equals(JSON) && !isJson(type) && !isLines(type)) {
      throw Refused.unsupportedMediaType(
          "The body must be application/json or " + LINES + " in UTF-8");
    }
    return bounded(headers, body, largest);
  }

  private static InputStream bounded(UnaryOperator<String> headers, InputStream body, long largest) {
    String encoding = headers.apply(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw Refused.unsupportedMediaType("The body must have no Content-Encoding");
    }
    String length = headers.apply(HttpHeaders.CONTENT_LENGTH);
    if (length != null && isOver(length, largest)) {
      throw BoundedBody.tooLarge(largest);
    }
    // What was gathered before its request got a thread is as long as it was announced.
    return length != null && body instanceof ByteArrayInputStream
        ? body
        : new BoundedBody(body, largest);
  }

  /** Whether a content type is that of JSON lines. */
  static boolean isLines(String type) {
    return type != null
        && (type.equals(LINES) || (nameOf(type).equals(LINES) && isUtf8(type)));
  }

  private static boolean isJson(String type) {
    String name = nameOf(type);
    return (name.equals(JSON) || (name.startsWith("application/") && name.endsWith("+json")))
        && isUtf8(type);
  }

  private static String nameOf(String type) {
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private static boolean isUtf8(String type) {
    String[] parts = type.toLowerCase(Locale.ROOT).split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOver(String length, long largest) {
    try {
      return Long.parseLong(length) > largest;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
