package dev.grove.inference.predict;

import dev.grove.inference.Refused;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.util.Locale;

/** A request's body as JSON text of bounded length, whatever its headers claim. */
public final class JsonBody {
  private JsonBody() {}

  /**
   * @throws Refused if the headers announce another format, an encoding, or too many bytes
   */
  public static InputStream of(HttpHeaders headers, InputStream body, long largest) {
    String type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (type != null && !type.equals("application/json") && !isJson(type)) {
      throw Refused.unsupportedMediaType("The body must be application/json in UTF-8");
    }
    String encoding = headers.getHeaderString(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw Refused.unsupportedMediaType("The body must have no Content-Encoding");
    }
    String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (length != null && isOver(length, largest)) {
      throw BoundedBody.tooLarge(largest);
    }
    return new BoundedBody(body, largest);
  }

  private static boolean isJson(String type) {
    String[] parts = type.toLowerCase(Locale.ROOT).split(";", -1);
    String name = parts[0].strip();
    if (!name.equals("application/json")
        && !(name.startsWith("application/") && name.endsWith("+json"))) {
      return false;
    }
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
