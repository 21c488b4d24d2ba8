package dev.grove.training.job;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API says without any dataset: data-service is away. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(JobResourceTest.Alone.class)
class JobResourceTest {
  @TestHTTPResource URI server;

  /** Nobody listens on port 1. */
  public static final class Alone implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("grove.data.url", "http://127.0.0.1:1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                            | dataset",
        "{\"dataset\": null}                           | dataset",
        "{\"dataset\": 7}                              | dataset",
        "{\"dataset\": \"../etc\"}                     | dataset",
        "{\"dataset\": \"a/b\"}                        | dataset",
        "{\"dataset\": \"a\\u0000\"}                   | dataset",
        "{\"dataset\": \"a\", \"version\": \"../x\"}   | version",
        "{\"dataset\": \"a\", \"model\": \"a b\"}      | model",
        "{\"dataset\": \"a\", \"experiment\": \" \"}   | experiment",
        "{\"dataset\": \"a\", \"rounds\": 0}           | rounds",
        "{\"dataset\": \"a\", \"rounds\": 1e3}         | rounds",
        "{\"dataset\": \"a\", \"rounds\": \"10\"}      | rounds",
        "{\"dataset\": \"a\", \"rounds\": 99999999999} | rounds",
        "{\"dataset\": \"a\", \"earlyStoppingRounds\": -1} | earlyStoppingRounds",
        "{\"dataset\": \"a\", \"seed\": -1}            | seed",
        "{\"dataset\": \"a\", \"seed\": 1.5}           | seed",
        "{\"dataset\": \"a\", \"task\": \"magic\"}     | task",
        "{\"dataset\": \"a\", \"task\": \"ranking\"}   | group",
        "{\"dataset\": \"a\", \"round\": 10}           | round",
        "{\"dataset\": \"a\", \"parameters\": [1]}     | parameters",
        "{\"dataset\": \"a\", \"features\": []}        | features",
        "{\"dataset\": \"a\", \"features\": {\"features\": [{\"kind\": \"magic\"}]}}"
            + " | features.features[0]",
        "{\"dataset\": \"a\", \"features\": {\"features\": [{\"kind\": \"hash\","
            + " \"column\": \"c\", \"bucket\": 7}]}} | features.features[0].bucket",
        "{\"dataset\": \"a\", \"features\": {\"features\": [{\"kind\": \"hash\","
            + " \"column\": \"c\", \"buckets\": \"many\"}]}} | features.features[0].buckets"
      })
  void mistakesAreNamed(String body, String field) {
    given()
        .contentType("application/json")
        .body(body)
        .post("/jobs")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("status", equalTo(400))
        .body("field", equalTo(field))
        .body("detail", containsString(field))
        .body("detail", not(containsString("Exception")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "nonsense",
        "[]",
        "7",
        "null",
        "\"text\"",
        "{\"dataset\": \"a\"} x",
        "{\"dataset\": \"a\", \"dataset\": \"b\"}",
        "\u0000\u0001\u0002"
      })
  void whatIsNoObjectIsRefused(String body) {
    given()
        .contentType("application/json")
        .body(body)
        .post("/jobs")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", notNullValue());
  }

  @Test
  void deepAndHugeBodiesAreRefused() {
    String deep = "{\"dataset\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}";
    given().contentType("application/json").body(deep).post("/jobs").then().statusCode(400);
    given()
        .contentType("application/json")
        .body(new byte[2 << 20])
        .post("/jobs")
        .then()
        .statusCode(413)
        .contentType("application/problem+json")
        .body("detail", containsString("more than 1048576 bytes"));
  }

  @Test
  void bodiesOfUnknownLengthAreBoundedToo() throws Exception {
    InputStream blanks = new ByteArrayInputStream(" ".repeat(3 << 20).getBytes(UTF_8));
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.resolve("/jobs"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofInputStream(() -> blanks))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("more than 1048576 bytes");
  }

  @Test
  void otherMediaTypesAreRefused() {
    given().contentType("text/plain").body("{}").post("/jobs").then().statusCode(415);
    given().contentType("application/json").body("{}").put("/jobs").then().statusCode(405);
  }

  @Test
  void rankingNeedsAGroup() {
    given()
        .contentType("application/json")
        .body("{\"dataset\": \"a\", \"task\": \"ranking\"}")
        .post("/jobs")
        .then()
        .statusCode(400)
        .body("detail", containsString("ranking needs the column"));
  }

  @Test
  void dataServiceThatIsAwayIsNoMistakeOfTheClient() {
    given()
        .contentType("application/json")
        .body("{\"dataset\": \"a\"}")
        .post("/jobs")
        .then()
        .statusCode(503)
        .contentType("application/problem+json")
        .header("Retry-After", "5")
        .body("detail", containsString("data-service"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123", "00000000000000000000000000000000", "..%2f..", "%00", "a'b"})
  void unknownJobsAreNotFound(String id) {
    for (String path : new String[] {"", "/events"}) {
      int status =
          given().urlEncodingEnabled(false).get("/jobs/" + id + path).then().extract().statusCode();
      assertThat(status).isIn(400, 404);
    }
    int status = given().urlEncodingEnabled(false).delete("/jobs/" + id).statusCode();
    assertThat(status).isIn(400, 404);
  }

  @Test
  void missingJobIsAProblem() {
    given()
        .get("/jobs/0123")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("detail", containsString("0123"));
  }

  @ParameterizedTest
  @CsvSource({
    "limit,0",
    "limit,-1",
    "limit,1001",
    "limit,ten",
    "limit,99999999999",
    "pageToken,%21",
    "pageToken,abc"
  })
  void pagesHaveBounds(String name, String value) {
    given()
        .urlEncodingEnabled(false)
        .get("/jobs?" + name + "=" + value)
        .then()
        .statusCode(400)
        .body("field", equalTo(name));
  }

  @Test
  void emptyPageHasNoToken() {
    given()
        .get("/jobs?limit=1")
        .then()
        .statusCode(200)
        .body("nextPageToken", equalTo(null))
        .body("items.size()", equalTo(0));
  }

  @Test
  void keysHaveBounds() {
    given()
        .contentType("application/json")
        .header("Idempotency-Key", "k".repeat(256))
        .body("{\"dataset\": \"a\"}")
        .post("/jobs")
        .then()
        .statusCode(400)
        .body("field", equalTo("Idempotency-Key"));
  }

  @Test
  void requestIdIsKeptOrMade() {
    given()
        .header("X-Request-Id", "mine-1")
        .get("/jobs")
        .then()
        .header("X-Request-Id", equalTo("mine-1"));
    given()
        .header("X-Request-Id", "no good")
        .get("/jobs/unknown")
        .then()
        .header("X-Request-Id", matchesPattern("[0-9a-f]{32}"));
    given().get("/nowhere").then().header("X-Request-Id", matchesPattern("[0-9a-f]{32}"));
  }

  @Test
  void tellsOfItself() {
    given()
        .get("/q/health/live")
        .then()
        .statusCode(200)
        .body("checks.name", hasItem("job workers"));
    given().get("/q/health/ready").then().statusCode(200);
    given().get("/q/metrics").then().statusCode(200).body(containsString("jvm_"));
    given()
        .accept("application/json")
        .get("/q/openapi?format=json")
        .then()
        .statusCode(200)
        .body("paths.'/jobs'.post.summary", notNullValue())
        .body("paths.'/jobs/{id}/events'.get", notNullValue());
  }
}
