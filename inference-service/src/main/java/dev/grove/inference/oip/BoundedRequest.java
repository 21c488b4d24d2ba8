package dev.grove.inference.oip;

import dev.grove.inference.Refused;
import dev.grove.inference.predict.BoundedBody;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Reads a request's body whole: bounded as it comes, and again as it is decompressed. */
final class BoundedRequest {
  private BoundedRequest() {}

  /**
   * @throws Refused if the headers announce another format, or more than the largest comes
   */
  static InferBody read(HttpHeaders headers, InputStream body, int largest) {
    requireType(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
    requireLength(headers.getHeaderString(HttpHeaders.CONTENT_LENGTH), largest);
    String encoding = headers.getHeaderString(HttpHeaders.CONTENT_ENCODING);
    byte[] bytes;
    try (InputStream plain = decompressed(encoding, new BoundedBody(body, largest))) {
      bytes = new BoundedBody(plain, largest).readAllBytes();
    } catch (IOException e) {
      throw Refused.invalid(
          encoding == null
              ? "The body could not be read to its end"
              : "The body is not " + Words.quoted(encoding) + ", or breaks off");
    }
    return InferBody.of(bytes, headers.getHeaderString(InferBody.JSON_LENGTH));
  }

  /** Triton's client announces nothing at all. */
  private static void requireType(String type) {
    if (type == null) {
      return;
    }
    String name = type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
    boolean json =
        name.equals("application/json")
            || (name.startsWith("application/") && name.endsWith("+json"));
    if (!json && !name.equals("application/octet-stream")) {
      throw Refused.unsupportedMediaType(
          "The body must be application/json or application/octet-stream");
    }
  }

  private static void requireLength(String length, int largest) {
    if (length != null && length.length() < 19 && Long.parseLong(length) > largest) {
      throw Refused.tooLarge("The body exceeds " + largest + " bytes");
    }
  }

  private static InputStream decompressed(String encoding, InputStream body) throws IOException {
    if (encoding == null) {
      return body;
    }
    return switch (encoding.toLowerCase(Locale.ROOT).strip()) {
      case "identity", "" -> body;
      case "gzip", "x-gzip" -> new GZIPInputStream(body, 8_192);
      case "deflate" -> new InflaterInputStream(body);
      default ->
          throw Refused.unsupportedMediaType(
              "The Content-Encoding "
                  + Words.quoted(encoding)
                  + " is not known; gzip and deflate are");
    };
  }
}
