package dev.grove.inference.drift;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service whose models have references, and one that has none. */
@QuarkusTest
@QuarkusTestResource(value = WatchedModels.class, restrictToAnnotatedClass = true)
class DriftHttpTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Random random = new Random(3);

  private List<JsonNode> predict(String model, int rows, double dearer) throws Exception {
    List<Map<String, Object>> batch = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      batch.add(WatchedModels.row(random, dearer));
    }
    String answer =
        given()
            .contentType("application/json")
            .body(JSON.writeValueAsString(batch))
            .post("/models/{model}/predict/batch", model)
            .then()
            .statusCode(200)
            .extract()
            .asString();
    List<JsonNode> predictions = new ArrayList<>();
    JSON.readTree(answer).get("predictions").forEach(predictions::add);
    return predictions;
  }

  private static ValidatableResponse post(String path, Object body) throws JsonProcessingException {
    return given()
        .contentType("application/json")
        .body(body instanceof String text ? text : JSON.writeValueAsString(body))
        .post(path)
        .then();
  }

  private static void await(String model, String state) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String now = "";
    while (!now.equals(state) && System.nanoTime() < end) {
      now = given().get("/drift/" + model).then().statusCode(200).extract().path("state");
      Thread.sleep(20);
    }
    assertThat(now).isEqualTo(state);
  }

  @Test
  void listsEveryVersionByPages() {
    given()
        .get("/drift")
        .then()
        .statusCode(200)
        .body("items.model", hasItems("calm", "judged", "merged", "moved", "old", "severed"))
        .body("items.find { it.model == 'old' }.state", equalTo("no_reference"))
        .body("items.find { it.model == 'old' }.detail", containsString("no reference.json"))
        .body("nextPageToken", nullValue());
    String token =
        given()
            .get("/drift?limit=2")
            .then()
            .body("items.model", equalTo(List.of("calm", "judged")))
            .extract()
            .path("nextPageToken");
    given()
        .get("/drift?limit=2&pageToken=" + token)
        .then()
        .body("items.model", equalTo(List.of("merged", "moved")));
  }

  @Test
  void severeDriftLetsAnotherAnswer() throws Exception {
    assertThat(predict("severed", 1, 1).get(0).get("servedBy").asText()).isEqualTo("model");
    predict("severed", 500, 100);
    await("severed", "severe");
    JsonNode answer = predict("severed", 1, 100).get(0);
    assertThat(answer.get("servedBy").asText()).isEqualTo("prior");
    post(
            "/feedback",
            Map.of("predictionId", answer.get("predictionId").asText(), "value", 1))
        .body("accepted", equalTo(1));
    given()
        .get("/drift/severed")
        .then()
        .body("detail", startsWith("Differs severely from the reference: "))
        .body("quality.standIn.rows", equalTo(1))
        .body("quality.open.rows", equalTo(0));
    for (int i = 0; i < 20; i++) {
      predict("severed", 100, 1);
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String servedBy = "";
    while (!servedBy.equals("model") && System.nanoTime() < end) {
      servedBy = predict("severed", 50, 1).get(49).get("servedBy").asText();
    }
    assertThat(servedBy).as("once the drift has gone").isEqualTo("model");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=1001", "limit=x", "pageToken=!", "pageToken=AAAA"})
  void refusesPagesThatAreNone(String query) {
    given()
        .get("/drift?" + query)
        .then()
        .statusCode(400)
        .body("field", equalTo(query.substring(0, query.indexOf('='))));
  }

  @Test
  void knowsNothingOfOtherModels() {
    given().get("/drift/nobody").then().statusCode(not(equalTo(200)));
    given().get("/drift/calm?version=99").then().statusCode(404);
    given().get("/drift/old/window").then().statusCode(404);
    given()
        .get("/drift/old")
        .then()
        .statusCode(200)
        .body("state", equalTo("no_reference"))
        .body("inputs", nullValue());
  }

  @Test
  void staysCalmAndExplains() throws Exception {
    predict("calm", 1_000, 1);
    await("calm", "stable");
    given()
        .get("/drift/calm?version=1")
        .then()
        .statusCode(200)
        .body("detail", equalTo("Nothing differs from the reference"))
        .body("window.rows", greaterThan(399))
        .body("inputs.column", hasItems("title", "brand", "price", "in_stock", "listed"))
        .body(
            "inputs.findAll { it.column == 'title' }.measure",
            equalTo(List.of("length", "words", "new_words")))
        .body("inputs.find { it.column == 'brand' }.histogram.kind", hasItem("missing"))
        .body("inputs.find { it.column == 'brand' }.histogram[0].value", equalTo("Acme"))
        .body(
            "inputs.find { it.column == 'price' }.checks.kind",
            equalTo(List.of("shift", "shape", "share")))
        .body("prediction.measure", equalTo("category"))
        .body("confidence.measure", equalTo("confidence"))
        .body("quality.state", equalTo("no_baseline"))
        .body("history", hasSize(greaterThan(0)));
  }

  @Test
  void noticesWhatMoved() throws Exception {
    for (int i = 0; i < 10; i++) {
      predict("moved", 100, 1.5);
    }
    await("moved", "drifting");
    given()
        .get("/drift/moved")
        .then()
        .body("detail", startsWith("Differs from the reference: "))
        .body("detail", containsString("price"))
        .body("inputs.find { it.column == 'price' }.state", equalTo("drifting"))
        .body("inputs.find { it.column == 'price' }.checks[0].alarm", equalTo(true))
        .body("inputs.find { it.column == 'brand' }.state", not(equalTo("drifting")))
        .body("prediction.measure", equalTo("prediction"))
        .body("confidence", nullValue());
    given()
        .get("/drift")
        .then()
        .body("items.find { it.model == 'moved' }.drifting", hasItem("price"));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    String metrics = "";
    while (!metrics.contains("grove_drift_state{model=\"moved\"") && System.nanoTime() < end) {
      metrics = given().get("/q/metrics").asString();
    }
    assertThat(metrics)
        .containsPattern("grove_drift_state\\{model=\"moved\",version=\"1\"[^}]*} 4.0")
        .contains("grove_drift_effect{column=\"price\",measure=\"value\",model=\"moved\"")
        .contains("grove_drift_changes_total{model=\"moved\",to=\"drifting\"");
  }

  @Test
  void mergesReplicas() throws Exception {
    predict("merged", 300, 1.5);
    ObjectNode window =
        (ObjectNode) JSON.readTree(given().get("/drift/merged/window").then().extract().asString());
    assertThat(window.get("rows").asLong()).isEqualTo(300);
    ObjectNode request = JSON.createObjectNode();
    request.putArray("windows").add(window).add(window);
    post("/drift/merged/merge", request)
        .statusCode(200)
        .body("window.rows", equalTo(600))
        .body("state", equalTo("drifting"))
        .body("inputs.find { it.column == 'price' }.state", equalTo("drifting"));
    request.putArray("windows").add(window);
    post("/drift/merged/merge", request).body("state", equalTo("insufficient_data"));
    await("merged", "insufficient_data");

    refusesMerge(window.deepCopy().put("manifestSha256", "0"), "windows[0].manifestSha256");
    refusesMerge(window.deepCopy().put("rows", -1), "windows[0].rows");
    refusesMerge(window.deepCopy().put("rows", 299), "windows[0].columns[0].counts");
    refusesMerge(window.deepCopy().put("from", "yesterday"), "windows[0].from");
    refusesMerge(window.deepCopy().putNull("columns"), "windows[0].columns");
    ObjectNode fewer = window.deepCopy();
    ((ArrayNode) fewer.at("/columns/1/counts")).remove(0);
    refusesMerge(fewer, "windows[0].columns[1].counts");
    ObjectNode negative = window.deepCopy();
    ((ArrayNode) negative.at("/columns/2/counts")).set(0, -1);
    refusesMerge(negative, "windows[0].columns[2].counts");
    post("/drift/merged/merge", Map.of("windows", List.of())).statusCode(400);
    post("/drift/merged/merge", Map.of("windows", List.of(window, window, window, window)))
        .statusCode(400)
        .body("field", equalTo("windows"));
    post("/drift/merged/merge", "{\"windows\": [{\"rows\": \"many\"}]}").statusCode(400);
    post("/drift/merged/merge", "{\"windows\": [null]}").statusCode(400);
    post("/drift/merged/merge", "null").statusCode(400);
    post("/drift/merged/merge", "[").statusCode(400);
    post("/drift/merged/merge", " ".repeat(1_100_000) + "{}").statusCode(413);
  }

  private static void refusesMerge(JsonNode window, String field) throws JsonProcessingException {
    ObjectNode request = JSON.createObjectNode();
    request.putArray("windows").add(window);
    post("/drift/merged/merge", request).statusCode(400).body("field", equalTo(field));
  }

  @Test
  void judgesByLabelsThatComeLater() throws Exception {
    List<JsonNode> predictions = predict("judged", 101, 1);
    List<Map<String, Object>> feedback = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      JsonNode prediction = predictions.get(i);
      String label = prediction.get("label").asText();
      String other = label.equals("yes") ? "no" : "yes";
      feedback.add(
          Map.of(
              "predictionId",
              prediction.get("predictionId").asText(),
              "label",
              i < 70 ? label : other));
    }
    post("/feedback", feedback)
        .statusCode(200)
        .body("accepted", equalTo(100))
        .body("refused", hasSize(0));
    given()
        .get("/drift/judged")
        .then()
        .body("quality.state", equalTo("degraded"))
        .body("quality.baseline.split", equalTo("test"))
        .body("quality.window.rows", equalTo(100))
        .body("quality.window.accuracy", equalTo(0.7f))
        .body("quality.window.logLoss", notNullValue())
        .body("quality.open.rows", equalTo(0));
    String last = predictions.get(100).get("predictionId").asText();
    post(
            "/feedback",
            List.of(
                feedback.get(0),
                Map.of("predictionId", last, "label", "perhaps"),
                Map.of("predictionId", "x" + last.substring(1), "label", "yes"),
                Map.of("predictionId", last, "label", "yes")))
        .statusCode(200)
        .body("accepted", equalTo(1))
        .body("refused.index", equalTo(List.of(0, 1, 2)))
        .body("refused.reason", equalTo(List.of("seen", "unknown_label", "unknown_id")))
        .body("refused[1].detail", equalTo("label is none of the model's classes"));
    assertThat(given().get("/q/metrics").asString())
        .contains("grove_feedback_total{outcome=\"taken\"")
        .contains("grove_quality_changes_total{model=\"judged\",to=\"degraded\"");
  }

  @Test
  void judgesNumbersToo() throws Exception {
    JsonNode prediction = predict("old", 1, 1).get(0);
    String id = prediction.get("predictionId").asText();
    post("/feedback", Map.of("predictionId", id, "label", "dear"))
        .body("refused[0].reason", equalTo("not_a_number"));
    double truth = prediction.get("prediction").asDouble() + 2;
    post("/feedback", Map.of("predictionId", id, "value", truth)).body("accepted", equalTo(1));
    given()
        .get("/drift/old")
        .then()
        .body("quality.state", equalTo("no_baseline"))
        .body("quality.open.rows", equalTo(1))
        .body("quality.open.rmse.doubleValue()", closeTo(2, 1e-9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "3",
        "[3]",
        "[{}]",
        "{\"predictionId\": \"x\"}",
        "{\"predictionId\": 3, \"label\": \"a\"}",
        "{\"predictionId\": \"x\", \"label\": null}",
        "{\"predictionId\": \"x\", \"label\": {}}",
        "{\"predictionId\": \"x\", \"value\": \"3\"}",
        "{\"predictionId\": \"x\", \"value\": 1e999}",
        "{\"predictionId\": \"x\", \"label\": \"a\", \"colour\": \"red\"}",
        "{\"predictionId\": \"x\", \"predictionId\": \"y\", \"label\": \"a\"}",
        "[{\"predictionId\": \"x\", \"label\": \"a\"}",
        "[{\"predictionId\": \"x\", \"label\": \"a\"}] 1",
        "\u0000"
      })
  void refusesFeedbackThatIsNone(String body) throws JsonProcessingException {
    post("/feedback", body)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", not(containsString("dev.grove")));
  }

  @Test
  void refusesTooMuchFeedback() throws JsonProcessingException {
    Map<String, Object> item = Map.of("predictionId", "x", "label", "a");
    post("/feedback", Collections.nCopies(501, item)).statusCode(413);
    post("/feedback", Map.of("predictionId", "x".repeat(110_000), "label", "a")).statusCode(413);
    post("/feedback", Map.of("predictionId", "x".repeat(10_000), "label", "a"))
        .statusCode(200)
        .body("refused[0].reason", equalTo("unknown_id"))
        .body("refused[0].predictionId", nullValue());
    given().contentType("text/csv").body("a,b").post("/feedback").then().statusCode(415);
  }
}
