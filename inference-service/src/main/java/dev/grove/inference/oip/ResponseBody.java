package dev.grove.inference.oip;

import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jboss.resteasy.reactive.RestResponse;

/** A response from a body, compressed if the client takes that and it is worth it. */
final class ResponseBody {
  private static final int WORTH_COMPRESSING = 4_096;

  private enum Encoding {
    GZIP,
    DEFLATE,
    NONE
  }

  private ResponseBody() {}

  static RestResponse<byte[]> of(InferAnswer answer, String acceptEncoding) {
    boolean binary = answer.jsonLength() >= 0;
    Encoding encoding =
        answer.body().length < WORTH_COMPRESSING ? Encoding.NONE : chosen(acceptEncoding);
    RestResponse.ResponseBuilder<byte[]> response =
        RestResponse.ResponseBuilder.ok(compressed(answer.body(), encoding))
            .header(
                HttpHeaders.CONTENT_TYPE, binary ? "application/octet-stream" : "application/json")
            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (binary) {
      response.header(InferBody.JSON_LENGTH, answer.jsonLength());
    }
    if (encoding != Encoding.NONE) {
      response.header(HttpHeaders.CONTENT_ENCODING, encoding.name().toLowerCase(Locale.ROOT));
    }
    return response.build();
  }

  /** The first of gzip and deflate that the client does not rule out. */
  private static Encoding chosen(String accepted) {
    if (accepted == null) {
      return Encoding.NONE;
    }
    for (Encoding encoding : new Encoding[] {Encoding.GZIP, Encoding.DEFLATE}) {
      for (String each : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
        String[] parts = each.replace(" ", "").split(";", 2);
        boolean ruledOut = parts.length == 2 && parts[1].matches("q=0(\\.0*)?");
        if (parts[0].equals(encoding.name().toLowerCase(Locale.ROOT)) && !ruledOut) {
          return encoding;
        }
      }
    }
    return Encoding.NONE;
  }

  private static byte[] compressed(byte[] body, Encoding encoding) {
    if (encoding == Encoding.NONE) {
      return body;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 2);
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    try (OutputStream out =
        encoding == Encoding.GZIP ? new FastGzip(bytes) : new DeflaterOutputStream(bytes, fast)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      fast.end();
    }
    return bytes.toByteArray();
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
