package dev.grove.inference.oip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grove.inference.StoredModels;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose tensors are JSON. */
@QuarkusTest
@QuarkusTestResource(value = StoredModels.class, restrictToAnnotatedClass = true)
class InferJsonTest {
  private static final String INFER = "/v2/models/products/infer";

  /** Three rows, the second of which has nothing. */
  private static final String INPUTS =
      """
      [{"name": "title", "datatype": "BYTES", "shape": [3], "data": ["Red hose", null, "Dolls — für alle"]},
       {"name": "brand", "datatype": "BYTES", "shape": [3, 1], "data": [["Acme"], ["NA"], [" Globex "]]},
       {"name": "price", "datatype": "FP64", "shape": [3], "data": [19.5, null, 3]},
       {"name": "reviews", "datatype": "INT64", "shape": [3, 1], "data": [12, null, 4000]},
       {"name": "in_stock", "datatype": "BOOL", "shape": [3], "data": [true, null, false]},
       {"name": "listed", "datatype": "BYTES", "shape": [3], "data": ["2026-01-31", "", "1999-12-31"]}]""";

  private static final String ROWS =
      """
      [{"title": "Red hose", "brand": "Acme", "price": 19.5, "reviews": 12, "in_stock": true, "listed": "2026-01-31"},
       {},
       {"title": "Dolls — für alle", "brand": " Globex ", "price": 3, "reviews": 4000, "in_stock": false, "listed": "1999-12-31"}]""";

  @TestHTTPResource("/")
  URI base;

  private Wire wire;

  @BeforeEach
  void connect() {
    wire = new Wire(base);
  }

  private static String request(String inputs) {
    return "{\"inputs\": " + inputs + "}";
  }

  /** The inputs above with one of them changed. */
  private static String with(String name, String change) throws Exception {
    JsonNode inputs = Wire.JSON.readTree(INPUTS);
    for (JsonNode input : inputs) {
      if (input.path("name").asText().equals(name)) {
        ((ObjectNode) input).setAll((ObjectNode) Wire.JSON.readTree(change));
      }
    }
    return request(inputs.toString());
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"products", "labels"})
  void answersAsPredictDoes(String model) throws Exception {
    JsonNode expected =
        wire.post("/models/" + model + "/predict/batch", ROWS).json().path("predictions");

    Wire.Answer answer = wire.post("/v2/models/" + model + "/infer", request(INPUTS));

    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.json().path("model_name").asText()).isEqualTo(model);
    assertThat(answer.json().path("model_version").asText()).isEqualTo("1");
    assertThat(list(answer.output("label").path("data")))
        .isEqualTo(list(expected).stream().map(row -> row.path("label")).toList());
    List<JsonNode> probabilities = new ArrayList<>();
    expected.forEach(row -> probabilities.addAll(list(row.path("probabilities"))));
    assertThat(list(answer.output("probabilities").path("data"))).isEqualTo(probabilities);
    assertThat(answer.output("probabilities").path("shape").toString())
        .isEqualTo("[3," + probabilities.size() / 3 + "]");
    assertThat(list(answer.output("confidence").path("data")))
        .isEqualTo(list(expected).stream().map(row -> row.path("confidence")).toList());
    assertThat(answer.output("served_by").path("data").toString())
        .isEqualTo("[\"model\",\"model\",\"model\"]");
  }

  @Test
  void regressionsAnswerWithAPrediction() throws Exception {
    String model = "odd%20name%2Fwith%3A%20%C3%BCn%C3%AFcode";
    JsonNode expected =
        wire.post("/models/" + model + "/predict/batch", ROWS).json().path("predictions");

    Wire.Answer answer = wire.post("/v2/models/" + model + "/infer", request(INPUTS));

    assertThat(list(answer.output("prediction").path("data")))
        .isEqualTo(list(expected).stream().map(row -> row.path("prediction")).toList());
    assertThat(answer.output("prediction").path("shape").toString()).isEqualTo("[3]");
    assertThat(answer.output("raw_scores").path("shape").toString()).isEqualTo("[3,1]");
    assertThat(answer.json().path("outputs")).hasSize(3);
  }

  @Test
  void predictionsHaveIdsForThoseWhoAsk() throws Exception {
    Wire.Answer answer =
        wire.post(
            INFER, "{\"inputs\": " + INPUTS + ", \"outputs\": [{\"name\": \"prediction_id\"}]}");

    JsonNode ids = answer.output("prediction_id").path("data");
    assertThat(ids).hasSize(3);
    for (JsonNode id : ids) {
      Wire.Answer judged =
          wire.post(
              "/feedback",
              "[{\"predictionId\": \"" + id.asText() + "\", \"label\": \"no such class\"}]");
      assertThat(judged.json().toString()).contains("unknown_label");
    }
  }

  @Test
  void onlyTheOutputsThatWereAskedForCome() throws Exception {
    Wire.Answer answer =
        wire.post(
            INFER,
            "{\"id\": \"row ü\", \"inputs\": "
                + INPUTS
                + ", \"outputs\": [{\"name\": \"raw_scores\"}, {\"name\": \"label\"}]}");

    assertThat(answer.json().path("id").asText()).isEqualTo("row ü");
    assertThat(list(answer.json().path("outputs")).stream().map(o -> o.path("name").asText()))
        .containsExactly("raw_scores", "label");
  }

  @Test
  void theHighestClassesComeWithTheirNames() throws Exception {
    Wire.Answer answer =
        wire.post(
            INFER,
            "{\"inputs\": "
                + INPUTS
                + ", \"outputs\": [{\"name\": \"probabilities\", \"parameters\": {\"classification\": 2}}]}");
    JsonNode all = wire.post(INFER, request(INPUTS)).output("probabilities").path("data");
    JsonNode labels = wire.post(INFER, request(INPUTS)).output("label").path("data");

    JsonNode output = answer.output("probabilities");
    assertThat(output.path("datatype").asText()).isEqualTo("BYTES");
    assertThat(output.path("shape").toString()).isEqualTo("[3,2]");
    double[] row = IntStream.range(0, 3).mapToDouble(i -> all.get(i).asDouble()).sorted().toArray();
    String[] first = output.path("data").get(0).asText().split(":", 3);
    String[] second = output.path("data").get(1).asText().split(":", 3);
    assertThat(Double.parseDouble(first[0])).isEqualTo(row[2]);
    assertThat(Double.parseDouble(second[0])).isEqualTo(row[1]);
    assertThat(first[2]).isEqualTo(labels.get(0).asText());
    assertThat(all.get(Integer.parseInt(second[1])).asDouble()).isEqualTo(row[1]);
  }

  @Test
  void fieldsOfATensorComeInAnyOrder() throws Exception {
    String turned =
        """
        {"outputs": null, "parameters": null, "model_name": "x", "inputs": [
          {"data": ["Red hose", null, "Dolls — für alle"], "parameters": {"content_type": "str", "more": [{}]}, "shape": [3], "datatype": "BYTES", "name": "title"},
          {"data": ["Acme", "NA", " Globex "], "shape": [3, 1], "name": "brand", "datatype": "BYTES"},
          {"datatype": "FP64", "data": [[19.5], [NaN], [3]], "name": "price", "shape": [3, 1]},
          {"shape": [3], "data": [12.0, null, 4e3], "datatype": "INT64", "name": "reviews"},
          {"name": "in_stock", "data": [true, null, false], "datatype": "BOOL", "shape": [3], "parameters": null},
          {"name": "listed", "datatype": "BYTES", "shape": [3], "data": ["2026-01-31", "", "1999-12-31"]}]}""";

    assertThat(wire.post(INFER, turned).json()).isEqualTo(wire.post(INFER, request(INPUTS)).json());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reviews | FP64  | [12.0, null, 4000.0]",
        "reviews | INT16 | [12, null, 4000]",
        "reviews | UINT64 | [12, null, 4000]",
        "reviews | BYTES | [\"12\", \"\", \"+4000\"]",
        "price   | FP32  | [19.5, null, 3]",
        "price   | FP16  | [19.5, null, 3]",
        "price   | BF16  | [19.5, null, 3]",
        "price   | BYTES | [\"19.50\", \"NaN\", \"3\"]",
        "title   | BYTES | [\"Red hose \", \"NA\", \"Dolls — für alle\"]",
        "in_stock | BYTES | [\"TRUE\", null, \"false\"]",
      })
  void columnsTakeWhateverMeansTheSame(String name, String datatype, String data) throws Exception {
    Wire.Answer answer =
        wire.post(
            INFER, with(name, "{\"datatype\": \"" + datatype + "\", \"data\": " + data + "}"));

    assertThat(answer.json()).isEqualTo(wire.post(INFER, request(INPUTS)).json());
  }

  @Test
  void columnsThatAreMissingThroughoutMayBeNumbers() throws Exception {
    String nothing = "{\"datatype\": \"FP64\", \"shape\": [3], \"data\": [null, null, null]}";
    Wire.Answer answer = wire.post(INFER, with("title", nothing));
    Wire.Answer texts = wire.post(INFER, with("title", "{\"data\": [null, null, null]}"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json()).isEqualTo(texts.json());
  }

  @Test
  void targetAndKeyMayStandBesideTheInputs() throws Exception {
    String more =
        INPUTS.replaceFirst(
            "\\[",
            "[{\"name\": \"category\", \"datatype\": \"BYTES\", \"shape\": [3], \"data\": [\"a\", \"b\", \"c\"]},");

    assertThat(wire.post(INFER, request(more)).json())
        .isEqualTo(wire.post(INFER, request(INPUTS)).json());
  }

  @Test
  void pandasTablesComeAsMlserverSendsThem() throws Exception {
    String pandas =
        """
        {"datatype": "BYTES", "shape": [3, 1], "parameters": {"content_type": "pd_json"},
         "data": ["\\"Red hose\\"", "null", "\\"Dolls — für alle\\""]}""";

    assertThat(wire.post(INFER, with("title", pandas)).json())
        .isEqualTo(wire.post(INFER, request(INPUTS)).json());
    String encoded =
        """
        {"datatype": "BYTES", "shape": [3], "parameters": {"content_type": "base64"},
         "data": ["UmVkIGhvc2U=", null, "RG9sbHMg4oCUIGbDvHIgYWxsZQ=="]}""";
    assertThat(wire.post(INFER, with("title", encoded)).json())
        .isEqualTo(wire.post(INFER, request(INPUTS)).json());
  }

  @Test
  void noRowsAreNoPredictions() throws Exception {
    JsonNode inputs = Wire.JSON.readTree(INPUTS);
    for (JsonNode input : inputs) {
      ((ObjectNode) input).putArray("shape").add(0);
      ((ObjectNode) input).putArray("data");
    }

    Wire.Answer answer = wire.post(INFER, request(inputs.toString()));

    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    assertThat(answer.output("probabilities").path("shape").toString()).isEqualTo("[0,3]");
    assertThat(answer.output("label").path("data")).isEmpty();
  }

  @Test
  void encodedVectorsAnswerAsTheirRowsDo() throws Exception {
    String row =
        """
        {"title": "Red hose", "brand": "Acme", "price": 19.5, "reviews": 12, "listed": "2026-01-31"}""";
    JsonNode encoded = wire.post("/models/products/encode", row).json();
    Double[] vector = new Double[encoded.path("size").asInt()];
    Arrays.fill(vector, 0.0);
    for (int k = 0; k < encoded.path("indices").size(); k++) {
      JsonNode value = encoded.path("values").get(k);
      vector[encoded.path("indices").get(k).asInt()] = value.isNull() ? null : value.asDouble();
    }
    JsonNode expected = wire.post("/models/products/predict", row).json();

    for (String name : List.of("encoded", "input-0")) {
      Wire.Answer answer =
          wire.post(
              INFER,
              "{\"inputs\": [{\"name\": \""
                  + name
                  + "\", \"datatype\": \"FP64\", \"shape\": [1, "
                  + vector.length
                  + "], \"data\": "
                  + Wire.JSON.writeValueAsString(Arrays.asList(vector))
                  + "}]}");

      assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
      assertThat(list(answer.output("probabilities").path("data")))
          .isEqualTo(list(expected.path("probabilities")));
      assertThat(answer.output("label").path("data").get(0)).isEqualTo(expected.path("label"));
    }
  }
}
