package dev.grove.inference.oip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.inference.StoredModels;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and answers in Triton's binary form. */
@QuarkusTest
@QuarkusTestResource(value = StoredModels.class, restrictToAnnotatedClass = true)
class InferBinaryTest {
  private static final String INFER = "/v2/models/products/infer";

  private static final String AS_JSON =
      """
      {"inputs": [
        {"name": "title", "datatype": "BYTES", "shape": [2], "data": ["Dolls — für alle", ""]},
        {"name": "brand", "datatype": "BYTES", "shape": [2], "data": ["Acme", "NA"]},
        {"name": "price", "datatype": "FP64", "shape": [2], "data": [19.5, null]},
        {"name": "reviews", "datatype": "INT64", "shape": [2], "data": [12, -7]},
        {"name": "in_stock", "datatype": "BOOL", "shape": [2], "data": [true, false]},
        {"name": "listed", "datatype": "BYTES", "shape": [2], "data": ["2026-01-31", "1999-12-31"]}]}""";

  @TestHTTPResource("/")
  URI base;

  private Wire wire;

  @BeforeEach
  void connect() {
    wire = new Wire(base);
  }

  /** The table above in binary, but for one column that a test brings itself. */
  private static Sent table(String name, String datatype, byte[] data) {
    Sent sent = new Sent();
    sent.add("title", "BYTES", Wire.texts("Dolls — für alle", ""));
    sent.add("brand", "BYTES", Wire.texts("Acme", "NA"));
    sent.add("price", "FP64", Wire.doubles(19.5, Double.NaN));
    sent.add("reviews", "INT64", Wire.longs(12, -7));
    sent.add("in_stock", "BOOL", new byte[] {1, 0});
    sent.add("listed", "BYTES", Wire.texts("2026-01-31", "1999-12-31"));
    if (name != null) {
      sent.replace(name, datatype, data);
    }
    return sent;
  }

  private static final class Sent {
    private record Part(String name, String datatype, byte[] data) {}

    private final List<Part> parts = new ArrayList<>();
    private String more = "";

    void add(String name, String datatype, byte[] data) {
      parts.add(new Part(name, datatype, data));
    }

    void replace(String name, String datatype, byte[] data) {
      parts.replaceAll(part -> part.name.equals(name) ? new Part(name, datatype, data) : part);
    }

    Sent and(String json) {
      more = ", " + json;
      return this;
    }

    String json() {
      List<String> inputs =
          parts.stream()
              .map(
                  part ->
                      """
                      {"name": "%s", "datatype": "%s", "shape": [2], "parameters": {"binary_data_size": %d}}"""
                          .formatted(part.name, part.datatype, part.data.length))
              .toList();
      return "{\"inputs\": " + inputs + more + "}";
    }

    byte[] data() {
      return Wire.joined(parts.stream().map(Part::data).toArray(byte[][]::new));
    }

    byte[] body() {
      return Wire.joined(json().getBytes(StandardCharsets.UTF_8), data());
    }

    String length() {
      return Integer.toString(json().getBytes(StandardCharsets.UTF_8).length);
    }
  }

  private Wire.Answer send(Sent sent) throws Exception {
    return wire.binary(INFER, sent.json(), sent.data());
  }

  @Test
  void binaryTensorsMeanWhatJsonMeans() throws Exception {
    Wire.Answer answer = send(table(null, null, null));

    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    assertThat(answer.json()).isEqualTo(wire.post(INFER, AS_JSON).json());
  }

  private static ByteBuffer two(int size) {
    return Wire.buffer(2 * size);
  }

  @ParameterizedTest
  @EnumSource(
      value = Datatype.class,
      names = {"BOOL", "UINT8", "UINT16", "UINT32", "UINT64"},
      mode = EnumSource.Mode.EXCLUDE)
  void everySignedDatatypeIsRead(Datatype datatype) throws Exception {
    byte[] data =
        switch (datatype) {
          case INT8 -> two(1).put((byte) 12).put((byte) -7).array();
          case INT16 -> two(2).putShort((short) 12).putShort((short) -7).array();
          case INT32 -> two(4).putInt(12).putInt(-7).array();
          case INT64 -> Wire.longs(12, -7);
          case FP16 -> two(2).putShort((short) 0x4A00).putShort((short) 0xC700).array();
          case BF16 -> two(2).putShort((short) 0x4140).putShort((short) 0xC0E0).array();
          case FP32 -> two(4).putFloat(12).putFloat(-7).array();
          case FP64 -> Wire.doubles(12, -7);
          default -> Wire.texts("12", "-7");
        };

    Wire.Answer answer = send(table("reviews", datatype.name(), data));

    assertThat(answer.json()).isEqualTo(wire.post(INFER, AS_JSON).json());
  }

  @ParameterizedTest
  @EnumSource(
      value = Datatype.class,
      names = {"UINT8", "UINT16", "UINT32", "UINT64"})
  void unsignedDatatypesAreNotNegative(Datatype datatype) throws Exception {
    ByteBuffer largest = two(datatype.size());
    for (int i = 0; i < datatype.size(); i++) {
      largest.put((byte) -1);
    }
    largest.put((byte) 12);
    String number = Long.toUnsignedString(-1L >>> (64 - 8 * datatype.size()));
    String json = AS_JSON.replace("[12, -7]", "[" + number + ", 12]");

    Wire.Answer answer = send(table("reviews", datatype.name(), largest.array()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(wire.post(INFER, json.replace("\"INT64\"", '"' + datatype.name() + '"')).json());
    assertThat(answer.output("raw_scores").path("data"))
        .isNotEqualTo(wire.post(INFER, AS_JSON).output("raw_scores").path("data"));
  }

  @Test
  void allOutputsComeAsBinaryDataIfTheRequestSaysSo() throws Exception {
    Wire.Answer expected = wire.post(INFER, AS_JSON);
    Wire.Answer answer =
        send(table(null, null, null).and("\"parameters\": {\"binary_data_output\": true}"));

    assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(answer.output("label").has("data")).isFalse();
    for (String name : List.of("probabilities", "confidence", "raw_scores")) {
      assertThat(doubles(answer.binary(name)))
          .isEqualTo(numbers(expected.output(name).path("data")));
    }
    assertThat(texts(answer.binary("label")))
        .isEqualTo(
            List.of(
                expected.output("label").path("data").get(0).asText(),
                expected.output("label").path("data").get(1).asText()));
    assertThat(texts(answer.binary("served_by"))).containsExactly("model", "model");
  }

  @Test
  void eachOutputHasItsOwnForm() throws Exception {
    Wire.Answer answer =
        send(
            table(null, null, null)
                .and(
                    """
                    "parameters": {"binary_data_output": true}, "outputs": [
                      {"name": "label", "parameters": {"binary_data": false}},
                      {"name": "confidence"}]"""));

    assertThat(answer.output("label").path("data")).hasSize(2);
    assertThat(doubles(answer.binary("confidence")))
        .isEqualTo(numbers(wire.post(INFER, AS_JSON).output("confidence").path("data")));

    Wire.Answer json =
        wire.post(
            INFER,
            AS_JSON.replaceAll(
                "}$",
                ", \"outputs\": [{\"name\": \"label\", \"parameters\": {\"binary_data\": true}}]}"));
    assertThat(texts(json.binary("label"))).hasSize(2);
  }

  private static List<Double> doubles(ByteBuffer bytes) {
    List<Double> values = new ArrayList<>();
    while (bytes.hasRemaining()) {
      values.add(bytes.getDouble());
    }
    return values;
  }

  private static List<Double> numbers(JsonNode data) {
    List<Double> values = new ArrayList<>();
    data.forEach(value -> values.add(value.asDouble()));
    return values;
  }

  private static List<String> texts(ByteBuffer bytes) {
    List<String> values = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] text = new byte[bytes.getInt()];
      bytes.get(text);
      values.add(new String(text, StandardCharsets.UTF_8));
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"FP64", "FP32", "INT32"})
  void encodedVectorsAnswerAsTheirRowsDo(String datatype) throws Exception {
    int size = 68;
    ByteBuffer vectors = Wire.buffer(2 * size * 8);
    for (int i = 0; i < 2 * size; i++) {
      int value = i == 0 ? 20 : i == 1 ? 90 : i == size ? 5 : 0;
      switch (datatype) {
        case "FP64" -> vectors.putDouble(value);
        case "FP32" -> vectors.putFloat(value);
        default -> vectors.putInt(value);
      }
    }
    byte[] data = new byte[vectors.flip().remaining()];
    vectors.get(data);
    JsonNode rows =
        wire.post(
                "/models/products/predict/batch",
                "[{\"price\": 20, \"reviews\": 90}, {\"price\": 5, \"reviews\": 0}]")
            .json()
            .path("predictions");

    Wire.Answer answer =
        wire.binary(
            INFER,
            """
            {"inputs": [{"name": "encoded", "datatype": "%s", "shape": [2, %d],
              "parameters": {"binary_data_size": %d}}]}"""
                .formatted(datatype, size, data.length),
            data);

    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    List<Double> expected = new ArrayList<>();
    rows.forEach(row -> expected.addAll(numbers(row.path("probabilities"))));
    assertThat(numbers(answer.output("probabilities").path("data"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void bodiesMayBeCompressed(String encoding) throws Exception {
    Sent sent = table(null, null, null);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out =
        encoding.equals("gzip")
            ? new GZIPOutputStream(compressed)
            : new DeflaterOutputStream(compressed)) {
      out.write(sent.body());
    }

    Wire.Answer answer =
        wire.post(
            INFER,
            compressed.toByteArray(),
            "Content-Encoding",
            encoding,
            InferBody.JSON_LENGTH,
            sent.length());

    assertThat(answer.json()).isEqualTo(wire.post(INFER, AS_JSON).json());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate;q=0.5, gzip;q=0", "identity", "br"})
  void longAnswersAreCompressedForThoseWhoTakeThat(String accepted) throws Exception {
    String vectors =
        "{\"inputs\": [{\"name\": \"encoded\", \"datatype\": \"UINT8\", \"shape\": [200, 68], \"parameters\": {\"binary_data_size\": 13600}}]}";
    byte[] body = Wire.joined(vectors.getBytes(StandardCharsets.UTF_8), new byte[13_600]);
    String length = Integer.toString(vectors.length());
    Wire.Answer plain = wire.post(INFER, body, InferBody.JSON_LENGTH, length);

    Wire.Answer answer =
        wire.post(INFER, body, InferBody.JSON_LENGTH, length, "Accept-Encoding", accepted);

    String expected =
        accepted.startsWith("gzip") ? "gzip" : accepted.startsWith("deflate") ? "deflate" : null;
    assertThat(answer.header("Content-Encoding")).isEqualTo(expected);
    assertThat(decompressed(answer)).isEqualTo(plain.response().body());
  }

  private static byte[] decompressed(Wire.Answer answer) throws IOException {
    ByteArrayInputStream body = new ByteArrayInputStream(answer.response().body());
    String encoding = answer.header("Content-Encoding");
    if (encoding == null) {
      return body.readAllBytes();
    }
    return encoding.equals("gzip")
        ? new GZIPInputStream(body).readAllBytes()
        : new InflaterInputStream(body).readAllBytes();
  }
}
