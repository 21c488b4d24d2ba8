package dev.grove.inference.predict;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.inference.StoredModels;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = StoredModels.class, restrictToAnnotatedClass = true)
class RoutesHttpTest {
  private static final String PROBLEM = "application/problem+json";

  @TestHTTPResource("/")
  URI service;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.resolve(path)).POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Without the ids of its predictions, which never come twice. */
  private static JsonNode tree(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Asked.withoutIds(response.body().getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/models/labels",
        "/models/labels@champion",
        "/models/labels%40champion",
        "/models/labels/versions/1"
      })
  void aModelIsAskedByNameAliasOrVersion(String model) throws Exception {
    JsonNode one = tree(post(model + "/predict", "{\"price\":1}"));
    assertThat(one.get("model").asText()).isEqualTo("labels");
    assertThat(one.get("version").asText()).isEqualTo("1");
    assertThat(one.get("servedBy").asText()).isEqualTo("model");
    JsonNode batch = tree(post(model + "/predict/batch", "[{\"price\":1}]"));
    assertThat(batch.at("/predictions/0")).isEqualTo(one);
    assertThat(tree(post(model + "/encode", "{\"price\":1}")).get("model").asText())
        .isEqualTo("labels");
  }

  @Test
  void encodesWithTheModelThatAnswersWhereNoneIsNamed() throws Exception {
    assertThat(tree(post("/encode", "{\"price\":1}")))
        .isEqualTo(tree(post("/models/products/encode", "{\"price\":1}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/models/labels@challenger", "/models/labels/versions/2"})
  void whatTheRegistryMayStillHaveIsNotThereYet(String model) {
    for (String call : List.of("/predict", "/predict/batch", "/encode")) {
      given()
          .contentType("application/json")
          .body("{}")
          .post(service.resolve(model + call))
          .then()
          .statusCode(503)
          .header("Retry-After", notNullValue())
          .contentType(PROBLEM);
    }
  }

  @Test
  void theOtherRoutesUnderModelsStay() {
    given().get("/models/labels").then().statusCode(200).body("name", equalTo("labels"));
    given().get("/models").then().statusCode(200).body("items", notNullValue());
    given().get("/models/labels/predict").then().statusCode(405).contentType(PROBLEM);
  }

  @Test
  void theMostProbableClassesComeInOrder() throws Exception {
    JsonNode all = tree(post("/models/products/predict?rawScores=true", "{\"price\":50}"));
    JsonNode two = tree(post("/models/products/predict?topK=2", "{\"price\":50}"));
    assertThat(all.get("rawScores")).hasSize(3);
    assertThat(two.has("rawScores")).isFalse();
    assertThat(two.get("probabilities")).hasSize(2);
    assertThat(two.get("probabilities").fieldNames().next()).isEqualTo(two.get("label").asText());
    double before = 1;
    for (JsonNode probability : two.get("probabilities")) {
      assertThat(probability.doubleValue()).isLessThanOrEqualTo(before);
      before = probability.doubleValue();
    }
    two.get("probabilities")
        .fields()
        .forEachRemaining(
            field ->
                assertThat(field.getValue())
                    .isEqualTo(all.get("probabilities").get(field.getKey())));
    assertThat(
            tree(post("/models/products/predict?topK=99", "{\"price\":50}")).get("probabilities"))
        .hasSize(3);
  }

  @Test
  void aBinarysRawScoreIsItsPositiveClasss() throws Exception {
    JsonNode answer = tree(post("/models/labels/predict?rawScores=true", "{\"price\":50}"));
    double raw = answer.at("/rawScores/0").doubleValue();
    assertThat(answer.at("/probabilities/yes").doubleValue()).isEqualTo(1 / (1 + Math.exp(-raw)));
  }

  @ParameterizedTest
  @CsvSource({
    "/models/labels/predict?topK=0,topK",
    "/models/labels/predict?explain=1,explain",
    "/models/labels/predict/batch?onError=never,onError",
    "/models/labels/encode?topK=1,topK",
    "/models/odd%20name%2Fwith%3A%20%C3%BCn%C3%AFcode/predict?topK=1,topK"
  })
  void optionsThatMakeNoSenseAreNamed(String path, String field) throws Exception {
    HttpResponse<String> response = post(path, "{}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(PROBLEM);
    assertThat(Asked.tree(response.body().getBytes(StandardCharsets.UTF_8)).get("field").asText())
        .isEqualTo(field);
  }

  @Test
  void badRowsOfABatchAreReported() {
    given()
        .contentType("application/json")
        .body("[{},{\"price\":\"cheap\"}]")
        .post("/predict/batch")
        .then()
        .statusCode(200)
        .body("predictions", hasSize(2))
        .body("predictions[1].error.field", equalTo("price"))
        .body("predictions[1].index", equalTo(1))
        .body("failed", equalTo(1));
  }

  private static String rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"price\":" + i + "}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void longAnswersAreStreamedAndShortOnesHaveTheirLength() throws Exception {
    HttpResponse<String> small = post("/predict/batch", rows(3));
    assertThat(small.headers().firstValueAsLong("Content-Length")).hasValue(small.body().length());
    HttpResponse<String> large = post("/predict/batch", rows(1_000));
    assertThat(large.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
    assertThat(large.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonNode answer = tree(large);
    assertThat(answer.get("predictions")).hasSize(1_000);
    assertThat(answer.at("/predictions/2")).isEqualTo(tree(small).at("/predictions/2"));
    assertThat(answer.get("complete").booleanValue()).isTrue();
  }

  @Test
  void linesInAndOut() throws Exception {
    String body = "{\"price\":1}\n{\"price\":\"x\"}\n";
    HttpResponse<String> response =
        post("/predict/batch", body, "Content-Type", "application/x-ndjson");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    List<String> lines = response.body().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("\"model\":\"products\"");
    assertThat(lines.get(1)).contains("\"error\"");
    assertThat(lines.get(2)).isEqualTo("{\"end\":{\"rows\":2,\"failed\":1,\"complete\":true}}");
    JsonNode document =
        tree(
            post(
                "/predict/batch",
                body,
                "Content-Type",
                "application/x-ndjson",
                "Accept",
                "application/json"));
    assertThat(document.get("predictions")).hasSize(2);
    HttpResponse<String> lineAnswer =
        post("/predict/batch", "[{},{}]", "Accept", "application/x-ndjson");
    assertThat(lineAnswer.body().lines()).hasSize(3);
  }

  @Test
  void aSingleRowIsNoLine() throws Exception {
    assertThat(post("/predict", "{}", "Content-Type", "application/x-ndjson").statusCode())
        .isEqualTo(415);
    assertThat(
            post("/predict/batch", "{}", "Content-Type", "application/x-ndjson;charset=latin1")
                .statusCode())
        .isEqualTo(415);
  }
}
