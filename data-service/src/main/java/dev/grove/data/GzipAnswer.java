package dev.grove.data;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Streams CSV to a client, compressed if it accepts gzip. */
public final class GzipAnswer {
  private static final String CSV = "text/csv;charset=UTF-8;header=present";
  private static final int BUFFER = 1 << 16;

  private GzipAnswer() {}

  /**
   * @param acceptEncoding the request's header; null if it has none
   */
  public static Response csv(String acceptEncoding, StreamingOutput table) {
    boolean gzip = accepts(acceptEncoding);
    StreamingOutput body = gzip ? out -> compress(table, out) : table;
    Response.ResponseBuilder answer =
        Response.ok(body, CSV).header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    return (gzip ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip") : answer).build();
  }

  private static void compress(StreamingOutput table, OutputStream out) throws IOException {
    try (OutputStream zipped = new FastGzip(out)) {
      table.write(zipped);
    }
  }

  /** Whether {@code gzip} or {@code *} stands in the header with a weight above zero. */
  static boolean accepts(String acceptEncoding) {
    if (acceptEncoding == null) {
      return false;
    }
    for (String one : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] codingAndWeight = one.replace(" ", "").split(";", 2);
      boolean named = codingAndWeight[0].equals("gzip") || codingAndWeight[0].equals("*");
      if (named && !(codingAndWeight.length == 2 && codingAndWeight[1].matches("q=0(\\.0*)?"))) {
        return true;
      }
    }
    return false;
  }

  /** Compresses little but quickly: the network within a cluster is not what is slow. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
