package dev.grove.local.serving;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A body that no friend would send, with the headers that go with it.
 *
 * @param name what is wrong with it
 * @param hangsUp whether nothing comes after it, although more was announced
 */
record HostileBody(String name, Map<String, String> headers, Content content, boolean hangsUp) {
  /** Writes the body, lies about its length and all. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  static HostileBody json(String name, String text) {
    return json(name, text.getBytes(StandardCharsets.UTF_8));
  }

  static HostileBody json(String name, byte[] body) {
    return of(name, "application/json", body);
  }

  static HostileBody of(String name, String type, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", type);
    headers.put("Content-Length", Integer.toString(body.length));
    return new HostileBody(name, headers, out -> out.write(body), false);
  }

  /** A part again and again, between a beginning and an end, in chunks: no array holds it. */
  static HostileBody repeated(String name, String begin, String part, int times, String end) {
    byte[] parts = part.repeat(Math.min(times, 1_000)).getBytes(StandardCharsets.UTF_8);
    return new HostileBody(
        name,
        Map.of("Content-Type", "application/json", "Transfer-Encoding", "chunked"),
        out -> {
          chunk(out, begin.getBytes(StandardCharsets.UTF_8));
          for (int i = 0; i < times; i += 1_000) {
            chunk(out, parts);
          }
          chunk(out, end.getBytes(StandardCharsets.UTF_8));
          out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        },
        false);
  }

  static void chunk(OutputStream out, byte[] bytes) throws IOException {
    if (bytes.length > 0) {
      out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(bytes);
      out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  HostileBody with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    String shown = value.length() > 30 ? value.substring(0, 30) + "…" : value;
    return new HostileBody(name + ", " + header + ": " + shown, more, content, hangsUp);
  }

  /** Whether it takes its time, so that it is best sent beside others. */
  boolean isLong() {
    return name.contains("without end") || name.contains("10 MB");
  }

  HostileBody thatHangsUp() {
    return new HostileBody(name, headers, content, true);
  }

  @Override
  public String toString() {
    return name;
  }
}
