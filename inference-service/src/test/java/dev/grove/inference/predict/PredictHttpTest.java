package dev.grove.inference.predict;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.grove.inference.StoredModels;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that started from its copies while the registry is away. */
@QuarkusTest
@QuarkusTestResource(value = StoredModels.class, restrictToAnnotatedClass = true)
class PredictHttpTest {
  private static final String PROBLEM = "application/problem+json";

  @BeforeEach
  void keepContentTypes() {
    RestAssured.config =
        RestAssured.config()
            .encoderConfig(
                EncoderConfig.encoderConfig()
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false));
  }

  private static RequestSpecification json(String body) {
    return given().contentType("application/json").body(body);
  }

  @Test
  void readyAtOnce() {
    given().get("/q/health/ready").then().statusCode(200);
    given()
        .get("/health")
        .then()
        .statusCode(200)
        .body("status", equalTo("ok"))
        .body("models", hasSize(3));
  }

  @Test
  void theModelPromotedLastAnswers() {
    json("{\"price\":50}")
        .post("/predict")
        .then()
        .statusCode(200)
        .contentType(ContentType.JSON)
        .header("X-Request-Id", matchesPattern("[0-9a-f]{32}"))
        .header(UnknownFields.HEADER, nullValue())
        .body("model", equalTo("products"))
        .body("version", equalTo("1"))
        .body("probabilities.size()", equalTo(3))
        .body("category", notNullValue());
  }

  @Test
  void namedModelsAnswer() {
    json("{\"price\":50,\"colour\":\"red\"}")
        .post("/models/labels/predict")
        .then()
        .statusCode(200)
        .header(UnknownFields.HEADER, "colour")
        .body("model", equalTo("labels"));
    json("[{},{\"price\":1}]")
        .post("/models/{name}/predict/batch", "odd name/with: ünïcode")
        .then()
        .statusCode(200)
        .body("predictions", hasSize(2))
        .body("predictions[1].value", notNullValue());
  }

  @Test
  void batches() {
    json("[{\"price\":1},{\"price\":2,\"x\":1}]")
        .post("/predict/batch")
        .then()
        .statusCode(200)
        .header(UnknownFields.HEADER, "x")
        .body("predictions", hasSize(2))
        .body("predictions[0].model", equalTo("products"));
  }

  @Test
  void encodings() {
    json("{\"price\":2.5}")
        .post("/models/products/encode")
        .then()
        .statusCode(200)
        .body("model", equalTo("products"))
        .body("names", hasSize(4))
        .body("values[0]", equalTo(2.5f))
        .body("values[1]", nullValue())
        .body("size", equalTo(68));
  }

  @Test
  void listsModelsByPage() {
    String next =
        given()
            .get("/models?limit=2")
            .then()
            .statusCode(200)
            .body("items.name", equalTo(java.util.List.of("labels", "odd name/with: ünïcode")))
            .body("items[0].state", equalTo("serving"))
            .body("items[0].alias", equalTo("champion"))
            .body("items[0].task", equalTo("binary"))
            .body("items[0]", not(hasKey("lastError")))
            .extract()
            .path("nextPageToken");
    given()
        .get("/models?limit=2&pageToken={next}", next)
        .then()
        .statusCode(200)
        .body("items.name", equalTo(java.util.List.of("products")))
        .body("items[0].servedSince", matchesPattern("\\d{4}-\\d\\d-\\d\\dT.*Z"))
        .body("$", not(hasKey("nextPageToken")));
  }

  @Test
  void describesAModel() {
    given()
        .get("/models/products")
        .then()
        .statusCode(200)
        .body("target", equalTo("category"))
        .body("input[2].name", equalTo("price"))
        .body("input[2].type", equalTo("double"))
        .body("classes", hasSize(3))
        .body("lineage.dataset", equalTo("products"))
        .body("lineage.parameters.num_leaves", equalTo("2"));
  }

  @ParameterizedTest
  @CsvSource({
    "limit,0",
    "limit,1001",
    "limit,abc",
    "limit,1.5",
    "limit,99999999999",
    "pageToken,%%%"
  })
  void badPagesAreRefused(String field, String value) {
    given()
        .queryParam(field, value)
        .get("/models")
        .then()
        .statusCode(400)
        .contentType(PROBLEM)
        .body("field", equalTo(field));
  }

  @Test
  void badRowsAreProblems() {
    json("{\"price\":\"cheap\"}")
        .post("/predict")
        .then()
        .statusCode(400)
        .contentType(PROBLEM)
        .header("X-Request-Id", notNullValue())
        .body("status", equalTo(400))
        .body("title", equalTo("Invalid input"))
        .body("detail", containsString("'cheap'"))
        .body("field", equalTo("price"));
    json("[{},{\"price\":{}}]")
        .post("/predict/batch?onError=fail")
        .then()
        .statusCode(400)
        .contentType(PROBLEM)
        .body("field", equalTo("[1].price"));
    json("").post("/predict").then().statusCode(400).contentType(PROBLEM);
    given().contentType("application/json").post("/predict").then().statusCode(400);
  }

  @Test
  void longBodiesAreProblems() {
    json("{\"title\":\"" + "x".repeat(110_000) + "\"}")
        .post("/predict")
        .then()
        .statusCode(413)
        .contentType(PROBLEM)
        .body("detail", containsString("102400 bytes"));
    json("[" + "{},".repeat(1_000) + "{}]")
        .post("/predict/batch?onError=fail")
        .then()
        .statusCode(413)
        .contentType(PROBLEM)
        .body("detail", containsString("1000 rows"));
  }

  @Test
  void bodiesThatAreLongerThanAnyDefaultAreProblemsToo() {
    json("[\"" + "x".repeat(12_000_000) + "\"]")
        .post("/predict/batch")
        .then()
        .statusCode(413)
        .contentType(PROBLEM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/xml",
        "application/json;charset=utf-16",
        "application/x-www-form-urlencoded",
        "application/octet-stream"
      })
  void otherMediaTypesAreRefused(String type) {
    given()
        .config(
            RestAssured.config()
                .encoderConfig(
                    RestAssured.config()
                        .getEncoderConfig()
                        .encodeContentTypeAs(type, ContentType.TEXT)))
        .contentType(type)
        .body("{}")
        .post("/predict")
        .then()
        .statusCode(415)
        .contentType(PROBLEM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=UTF-8",
        "Application/JSON",
        "application/vnd.row+json"
      })
  void jsonIsJsonHoweverItIsWritten(String type) {
    given().contentType(type).body("{}").post("/predict").then().statusCode(200);
  }

  @Test
  void encodedBodiesAreRefused() {
    json("{}")
        .header("Content-Encoding", "gzip")
        .post("/predict")
        .then()
        .statusCode(415)
        .contentType(PROBLEM);
  }

  @Test
  void unknownModelsMayStillCome() {
    json("{}")
        .post("/models/{name}/predict", "../../etc/passwd")
        .then()
        .statusCode(503)
        .contentType(PROBLEM)
        .header("Retry-After", "1");
  }

  @Test
  void unknownPathsAndMethodsAreProblems() {
    given().get("/nothing").then().statusCode(404).contentType(PROBLEM);
    given().get("/predict").then().statusCode(405).contentType(PROBLEM);
  }

  @Test
  void requestIdsComeBack() {
    json("{}")
        .header("X-Request-Id", "abc-1")
        .post("/predict")
        .then()
        .header("X-Request-Id", "abc-1");
    given().header("X-Request-Id", "a b").get("/nothing").then().header("X-Request-Id", not("a b"));
    given()
        .header("X-Request-Id", "abc-2")
        .get("/q/health/live")
        .then()
        .header("X-Request-Id", "abc-2");
  }

  @Test
  void countsPredictions() {
    json("{}").post("/models/labels/predict").then().statusCode(200);
    json("{\"price\":[]}").post("/models/labels/predict").then().statusCode(400);
    given()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .body(
            containsString(
                "grove_predictions_total{model=\"labels\",outcome=\"ok\",version=\"1\"}"))
        .body(
            containsString(
                "grove_predictions_total{model=\"labels\",outcome=\"invalid\",version=\"1\"} 1.0"))
        .body(containsString("grove_prediction_duration_seconds_bucket{kind=\"row\""))
        .body(containsString("grove_models_serving 3.0"))
        .body(containsString("grove_registry_poll_failures_total"));
  }
}
