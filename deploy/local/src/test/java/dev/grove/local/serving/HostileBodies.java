package dev.grove.local.serving;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** What is sent to each endpoint that takes a body. */
final class HostileBodies {
  private static final int MEGA = 1 << 20;
  private static final String TENSOR = "{\"inputs\":[{\"name\":\"price\",\"datatype\":\"FP64\",";

  private HostileBodies() {}

  /** Heads that HTTP itself forbids, so that the answer may be nothing but a status. */
  static List<HostileBody> withBadHead() {
    return List.of(
        HostileBody.json("a length of no number", "{}").with("Content-Length", "many"),
        HostileBody.json("a negative length", "{}").with("Content-Length", "-1"),
        HostileBody.json("a long header", "{}").with("X-Long", "x".repeat(100_000)));
  }

  /** Bodies whose heads are in order. */
  static List<HostileBody> all() {
    List<HostileBody> all = new ArrayList<>();
    all.addAll(noJson());
    all.addAll(oddJson());
    all.addAll(longJson());
    all.addAll(brokenHttp());
    all.addAll(packed());
    all.addAll(tensors());
    return all;
  }

  private static List<HostileBody> noJson() {
    return List.of(
        HostileBody.json("nothing", ""),
        HostileBody.json("blanks", " \n\t".repeat(1_000)),
        HostileBody.json("zero bytes", new byte[1_000]),
        HostileBody.json("half an object", "{\"price\":"),
        HostileBody.json("half a text", "{\"title\":\"lamp"),
        HostileBody.json("two objects", "{}{}"),
        HostileBody.json("an object and a brace", "{\"price\":1}}"),
        HostileBody.json("a trailing comma", "{\"price\":1,}"),
        HostileBody.json("NaN", "{\"price\":NaN}"),
        HostileBody.json("Infinity", "[{\"price\":-Infinity}]"),
        HostileBody.json("hexadecimal", "{\"price\":0x10}"),
        HostileBody.json("single quotes", "{'price':1}"),
        HostileBody.json("a comment", "{/* */\"price\":1}"),
        HostileBody.json("bytes that are no UTF-8", bytes("{\"title\":\"", 0xC3, 0x28, "\"}")),
        HostileBody.json("an overlong slash", bytes("{\"title\":\"", 0xC0, 0xAF, "\"}")),
        HostileBody.json("an encoded surrogate", bytes("{\"title\":\"", 0xED, 0xA0, "\"}")),
        HostileBody.json("UTF-16", "{\"price\":1}".getBytes(StandardCharsets.UTF_16)),
        HostileBody.json(
            "UTF-32", "{\"price\":1}".getBytes(java.nio.charset.Charset.forName("UTF-32"))),
        HostileBody.of("XML", "application/xml", "<row/>".getBytes(StandardCharsets.UTF_8)),
        HostileBody.of("no type", "", "{\"price\":1}".getBytes(StandardCharsets.UTF_8)),
        HostileBody.of("a type that is none", "application/json; charset=\"", new byte[2]),
        HostileBody.of("a form", "multipart/form-data; boundary=x", new byte[100]));
  }

  private static List<HostileBody> oddJson() {
    List<HostileBody> all = new ArrayList<>();
    for (String value :
        List.of(
            "1e400",
            "-1e400",
            "1e-400",
            "1e999999999",
            "1e-999999999",
            "9".repeat(400),
            "9".repeat(100_000),
            "0." + "0".repeat(50_000) + "1",
            "-0",
            "9223372036854775808",
            "{}",
            "[]",
            "[[1]]",
            "true",
            "\"\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"" + "\\ud83d\\ude00".repeat(1_000) + "\"",
            "{\"price\":{\"price\":{}}}")) {
      String shown = value.length() > 30 ? value.substring(0, 30) + "…" : value;
      all.add(
          HostileBody.json(
              "a row of " + shown, "{\"price\":" + value + ",\"title\":" + value + "}"));
      all.add(HostileBody.json("rows of " + shown, "[" + value + ",{\"price\":" + value + "}]"));
      all.add(HostileBody.json("just " + shown, value));
    }
    all.add(HostileBody.json("one field twice", "{\"price\":1,\"price\":2}"));
    all.add(HostileBody.json("an unknown field twice", "{\"x\":1,\"x\":2}"));
    all.add(HostileBody.json("null", "null"));
    all.add(HostileBody.json("nulls", "[null,null]"));
    all.add(
        HostileBody.json(
            "names that are odd", "{\"\":1,\"\\u0000\":2,\"\\n\":3,\"a\\r\\nb: c\":4}"));
    all.add(HostileBody.json("names beyond Latin", "{\"ünï ☃ 𝄞\":1,\"%zz,%\":2}"));
    return all;
  }

  private static List<HostileBody> longJson() {
    String colliding =
        IntStream.range(0, 1 << 12)
            .mapToObj(HostileBodies::collidingName)
            .map(name -> "\"" + name + "\":1")
            .collect(Collectors.joining(",", "{", "}"));
    return List.of(
        HostileBody.json("deep arrays", "[".repeat(100_000)),
        HostileBody.json("deep arrays, closed", "[".repeat(50_000) + "]".repeat(50_000)),
        HostileBody.json("deep objects", "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000)),
        HostileBody.json("depth in a field", "{\"price\":" + "[".repeat(50_000)),
        HostileBody.json("a text of 10 MB", "{\"title\":\"" + "x".repeat(10 * MEGA) + "\"}"),
        HostileBody.json("a text of 900 KB", "{\"title\":\"" + "x y ".repeat(225_000) + "\"}"),
        HostileBody.json("a name of 10 MB", "{\"" + "x".repeat(10 * MEGA) + "\":1}"),
        HostileBody.json("a number of 10 MB", "{\"price\":" + "1".repeat(10 * MEGA) + "}"),
        HostileBody.json("names with one hash", colliding),
        HostileBody.repeated("many unknown fields", "{\"x\":1", ",\"y\":1", 1_000_000, "}"),
        HostileBody.repeated("rows without end", "[{}", ",{}", 1_000_000, "]"),
        HostileBody.repeated("bad rows without end", "[1", ",\"a\"", 1_000_000, "]"),
        HostileBody.repeated("blanks without end", "{", " ".repeat(100), 700_000, "}"),
        HostileBody.repeated(
            "a text without end", "{\"title\":\"", "x".repeat(100), 700_000, "\"}"));
  }

  /** Names that share one {@code String.hashCode}. */
  private static String collidingName(int number) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < 12; bit++) {
      name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return name.toString();
  }

  private static List<HostileBody> brokenHttp() {
    Map<String, String> chunked =
        Map.of("Content-Type", "application/json", "Transfer-Encoding", "chunked");
    return List.of(
        new HostileBody(
            "chunks that end early", chunked, out -> HostileBody.chunk(out, new byte[9]), true),
        new HostileBody("a chunk that ends early", chunked, text("ff\r\n{\"price\""), true),
        new HostileBody("a chunk of no size", chunked, text("zz\r\n{}\r\n0\r\n\r\n"), true),
        new HostileBody("a chunk of a negative size", chunked, text("-5\r\n{}\r\n"), true),
        new HostileBody(
            "a chunk of a huge size", chunked, text("7fffffffffffffff\r\n{}\r\n"), true),
        HostileBody.json("less than was announced", "{\"price\":1}")
            .with("Content-Length", "500")
            .thatHangsUp(),
        HostileBody.json("more than was announced", "{\"price\":1}").with("Content-Length", "3"),
        HostileBody.json("a huge length", "{}").with("Content-Length", "99999999999").thatHangsUp(),
        HostileBody.json("two ways to a length", "{}")
            .with("Transfer-Encoding", "chunked")
            .thatHangsUp(),
        HostileBody.json("an odd request id", "{}").with("X-Request-Id", "\u00e9 ${jndi:x}"),
        HostileBody.json("an odd client", "{}").with("Authorization", "Basic !!!"),
        HostileBody.json("an odd trace", "{}").with("traceparent", "00-xyz"));
  }

  private static List<HostileBody> packed() {
    byte[] bomb = gzip(200 * MEGA);
    return List.of(
        HostileBody.json("a gzip bomb", bomb).with("Content-Encoding", "gzip"),
        HostileBody.json("a gzip bomb that is not announced", bomb),
        HostileBody.json("half a gzip", java.util.Arrays.copyOf(bomb, 1_000))
            .with("Content-Encoding", "gzip"),
        HostileBody.json("no gzip", "{}").with("Content-Encoding", "gzip"),
        HostileBody.json("no deflate", "{}").with("Content-Encoding", "deflate"),
        HostileBody.json("an unknown encoding", "{}").with("Content-Encoding", "br, gzip, x"));
  }

  /** The Open Inference Protocol's tensors, as JSON and as bytes. */
  private static List<HostileBody> tensors() {
    List<HostileBody> all = new ArrayList<>();
    for (String rest :
        List.of(
            "\"shape\":[2147483647,2147483647],\"data\":[1]",
            "\"shape\":[9223372036854775807],\"data\":[1]",
            "\"shape\":[4294967296,4294967296],\"data\":[]",
            "\"shape\":[-1],\"data\":[1]",
            "\"shape\":[0],\"data\":[]",
            "\"shape\":[1e3],\"data\":[1]",
            "\"shape\":[" + "1,".repeat(10_000) + "1],\"data\":[1]",
            "\"shape\":{},\"data\":[1]",
            "\"shape\":[1],\"data\":{}",
            "\"shape\":[1],\"data\":[[[[[[[[1]]]]]]]]",
            "\"shape\":[2],\"data\":[1,[2]]",
            "\"shape\":[1],\"data\":[\"a\"]",
            "\"shape\":[1],\"data\":[null]",
            "\"shape\":[1],\"data\":[1e400]",
            "\"shape\":[1]",
            "\"shape\":[1],\"data\":[1],\"parameters\":{\"binary_data_size\":8}",
            "\"data\":[1]")) {
      String shown = rest.length() > 50 ? rest.substring(0, 50) + "…" : rest;
      all.add(HostileBody.json("a tensor with " + shown, TENSOR + rest + "}]}"));
    }
    for (String type : List.of("FP8", "BYTES", "BOOL", "INT8", "UINT64", "FP16", "", "\\u0000")) {
      String text =
          "{\"inputs\":[{\"name\":\"price\",\"datatype\":\""
              + type
              + "\",\"shape\":[1],\"data\":[300]}]}";
      all.add(HostileBody.json("a tensor of " + type, text));
    }
    all.add(HostileBody.json("inputs that are none", "{\"inputs\":{},\"outputs\":1,\"id\":[]}"));
    all.add(
        HostileBody.repeated(
            "values without end",
            TENSOR + "\"shape\":[9000000],\"data\":[1",
            ",1",
            9_000_000,
            "]}]}"));
    all.addAll(binary());
    return all;
  }

  private static List<HostileBody> binary() {
    List<HostileBody> all = new ArrayList<>();
    byte[] value = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(5).array();
    for (String size :
        List.of("8", "7", "0", "-8", "9223372036854775807", "1e1", "\"8\"", "null")) {
      String rest = "\"shape\":[1],\"parameters\":{\"binary_data_size\":" + size + "}}]}";
      all.add(binary("a size of " + size, TENSOR + rest, value));
    }
    String bytes =
        "{\"inputs\":[{\"name\":\"title\",\"datatype\":\"BYTES\",\"shape\":[1],"
            + "\"parameters\":{\"binary_data_size\":8}}]}";
    all.add(binary("a text of -1 bytes", bytes, bytes("", 0xff, 0xff, 0xff, 0xff, "abcd")));
    all.add(binary("a text of 2 GB", bytes, bytes("", 0xff, 0xff, 0xff, 0x7f, "abcd")));
    all.add(binary("a text of 5 bytes in 4", bytes, bytes("", 5, 0, 0, 0, "abcd")));
    all.add(
        binary("a text that is no UTF-8", bytes, bytes("", 4, 0, 0, 0, 0xff, 0xfe, 0xc0, 0x80)));
    HostileBody good = binary("", TENSOR + "\"shape\":[1]}]}", value);
    for (String length :
        List.of("0", "1", "5", "-1", "99999", "2147483648", "9223372036854775808", "x", "")) {
      all.add(good.with("Inference-Header-Content-Length", length));
    }
    return all;
  }

  private static HostileBody binary(String name, String json, byte[] tail) {
    byte[] head = json.getBytes(StandardCharsets.UTF_8);
    byte[] body = java.util.Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, body, head.length, tail.length);
    return HostileBody.of("binary: " + name, "application/octet-stream", body)
        .with("Inference-Header-Content-Length", Integer.toString(head.length));
  }

  private static byte[] bytes(Object... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Object part : parts) {
      if (part instanceof Integer number) {
        bytes.write(number);
      } else {
        bytes.writeBytes(part.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(int size) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      byte[] blanks = " ".repeat(MEGA).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < size; i += MEGA) {
        out.write(blanks);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static HostileBody.Content text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
