package dev.grove.registry.promotion;

import static dev.grove.registry.promotion.Models.as;
import static dev.grove.registry.promotion.Models.blamed;
import static dev.grove.registry.promotion.Models.mlflow;
import static dev.grove.registry.promotion.Models.model;
import static dev.grove.registry.promotion.Models.ok;
import static dev.grove.registry.promotion.Models.policy;
import static dev.grove.registry.promotion.Models.post;
import static dev.grove.registry.promotion.Models.problem;
import static dev.grove.registry.promotion.Models.promote;
import static dev.grove.registry.promotion.Models.sound;
import static dev.grove.registry.promotion.Models.version;
import static dev.grove.registry.promotion.Models.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class HostileRequestTest {
  private static Response sent(String body) {
    return given().contentType("application/json").body(body).post("/promotions");
  }

  @Test
  void bodiesAreObjectsOfKnownFields() {
    problem(sent(""), 400, "'model' is missing");
    problem(sent("{"), 400, "The body is not JSON");
    problem(sent("[]"), 400, "must be a JSON object");
    problem(sent("null"), 400, "must be a JSON object");
    problem(sent("{} {}"), 400, "The body is not JSON");
    problem(sent("{\"model\":\"a\",\"model\":\"b\"}"), 400, "The body is not JSON");
    problem(sent("{\"a\":".repeat(5_000)), 400, "The body is not JSON");
    problem(sent("{\"comment\":\"" + "x".repeat(300_000) + "\"}"), 413, "more than");
    blamed(sent("{\"modle\":\"a\"}"), "modle");
    given()
        .contentType("application/json")
        .body(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'})
        .post("/promotions")
        .then()
        .statusCode(400);
  }

  @Test
  void everyFieldIsChecked() {
    String model = model();
    version(model, Map.of());
    Map<String, Object> good = Map.of("model", model, "alias", "a", "version", "1");
    for (Object bad : Arrays.asList(null, "", " ", 5, true, List.of(), "a/b", "a\0b", "\ud800")) {
      blamed(post("ann", "/promotions", changed(good, "model", bad)), "model");
    }
    for (Object bad :
        Arrays.asList(null, "", 5, "a b", "latest", "v1", "x".repeat(256), "a\0", "ä/")) {
      blamed(post("ann", "/promotions", changed(good, "alias", bad)), "alias");
    }
    for (Object bad : Arrays.asList(null, "", "one", "-1", 1.5, "1 ", "99999999999", List.of(1))) {
      blamed(post("ann", "/promotions", changed(good, "version", bad)), "version");
    }
    blamed(post("ann", "/promotions", with(good, "from", "x")), "from");
    blamed(post("ann", "/promotions", with(good, "comment", 5)), "comment");
    blamed(post("ann", "/promotions", with(good, "comment", "x".repeat(2_001))), "comment");
    problem(post("ann", "/promotions", with(good, "version", "9")), 404, "has no version 9");
    problem(post("ann", "/promotions", with(good, "model", "none")), 404, "name=none not found");
    problem(post("ann", "/promotions", with(good, "from", "1")), 409, "it is not set");
    post("ann", "/promotions", with(good, "comment", "x".repeat(2_000))).then().statusCode(201);

    blamed(post("ann", "/promotions/rollback", Map.of("alias", "a")), "model");
    blamed(post("ann", "/promotions/rollback", Map.of("model", model)), "alias");
    problem(
        post("ann", "/promotions/rollback", Map.of("model", "none", "alias", "a")),
        404,
        "name=none not found");
    sound(model);
  }

  private static Map<String, Object> changed(Map<String, Object> map, String key, Object value) {
    Map<String, Object> result = new HashMap<>(map);
    result.put(key, value);
    return result;
  }

  @Test
  void idsAndQueriesAreChecked() {
    for (String id :
        List.of("x", "1", "1-", "0-0", "-1-1", "1-99999999999999999999", "9-9", "%00")) {
      problem(given().urlEncodingEnabled(false).get("/promotions/" + id), 404, "no promotion");
      problem(
          given()
              .urlEncodingEnabled(false)
              .header("X-Grove-Actor", "ann")
              .post("/promotions/" + id + "/approve"),
          404,
          "no promotion");
    }
    blamed(given().queryParam("limit", "0").get("/promotions"), "limit");
    blamed(given().queryParam("limit", "1001").get("/promotions"), "limit");
    blamed(given().queryParam("limit", "x").get("/promotions"), "limit");
    blamed(given().queryParam("state", "done").get("/promotions"), "state");
    for (String field : List.of("model", "alias", "actor")) {
      blamed(given().urlEncodingEnabled(false).get("/promotions?" + field + "=a%00b"), field);
    }
    problem(given().queryParam("pageToken", "x").get("/promotions"), 400, "Invalid page token");
    assertThat(
            ok(given().queryParam("model", "' or 1=1 --").get("/promotions"))
                .<List<Object>>path("items"))
        .isEmpty();
    given().get("/promotions/policies").then().statusCode(404);
    given().delete("/promotions").then().statusCode(405);
  }

  @Test
  void policiesAreChecked() {
    String model = model();
    String path = "/promotions/policies/" + model;
    Map<String, Object> bound = Map.of("metric", "a", "atLeast", 1);
    blamed(as("o", "PUT", path, Map.of()), "metrics");
    blamed(as("o", "PUT", path, Map.of("approvals", 0)), "metrics");
    blamed(as("o", "PUT", path, Map.of("gate", 1)), "gate");
    blamed(as("o", "PUT", path, Map.of("metrics", Map.of())), "metrics");
    blamed(as("o", "PUT", path, Map.of("metrics", List.of(5))), "metrics[0]");
    blamed(
        as("o", "PUT", path, Map.of("metrics", List.of(bound, with(bound, "atMost", 2)))),
        "metrics[1].atLeast");
    blamed(
        as("o", "PUT", path, Map.of("metrics", List.of(Map.of("metric", "a")))),
        "metrics[0].atLeast");
    blamed(
        as("o", "PUT", path, Map.of("metrics", List.of(with(bound, "atLeast", "1")))),
        "metrics[0].atLeast");
    blamed(
        as("o", "PUT", path, Map.of("metrics", List.of(Map.of("atLeast", 1)))),
        "metrics[0].metric");
    blamed(
        as("o", "PUT", path, Map.of("metrics", List.of(with(bound, "metric", "x".repeat(251))))),
        "metrics[0].metric");
    blamed(as("o", "PUT", path, Map.of("metrics", List.of(with(bound, "x", 1)))), "metrics[0].x");
    blamed(
        as("o", "PUT", path, Map.of("metrics", java.util.Collections.nCopies(51, bound))),
        "metrics");
    Map<String, Object> better = Map.of("metric", "a");
    blamed(
        as("o", "PUT", path, Map.of("improvements", List.of(with(better, "by", -1)))),
        "improvements[0].by");
    blamed(
        as("o", "PUT", path, Map.of("improvements", List.of(with(better, "better", "up")))),
        "improvements[0].better");
    blamed(as("o", "PUT", path, Map.of("sameInput", "yes")), "sameInput");
    blamed(as("o", "PUT", path, Map.of("dataQuality", 0.9)), "dataQuality");
    blamed(as("o", "PUT", path, Map.of("dataQuality", Map.of())), "dataQuality.atLeast");
    for (String age : List.of("", "7", "P-1D", "PT0S", "P1Y", "P99999D")) {
      blamed(
          as("o", "PUT", path, Map.of("evaluation", Map.of("maxAge", age))), "evaluation.maxAge");
    }
    blamed(as("o", "PUT", path, Map.of("approvals", 21)), "approvals");
    blamed(as("o", "PUT", path, Map.of("approvals", 1.5)), "approvals");
    blamed(
        as("o", "PUT", path, Map.of("approvals", 1, "aliases", List.of("a", "latest"))),
        "aliases[1]");
    blamed(as("o", "PUT", path, Map.of("approvals", 1, "aliases", "a")), "aliases");
    given()
        .contentType("application/json")
        .body("{\"metrics\":[{\"metric\":\"a\",\"atLeast\":1e999}]}")
        .put(path)
        .then()
        .statusCode(400)
        .body("field", equalTo("metrics[0].atLeast"));

    problem(as("o", "GET", path, null), 404, "has no promotion policy");
    problem(as("o", "DELETE", path, null), 404, "has no promotion policy");
    for (String method : List.of("GET", "DELETE")) {
      problem(as("o", method, "/promotions/policies/none", null), 404, "name=none not found");
    }
    problem(
        as("o", "PUT", "/promotions/policies/none", Map.of("approvals", 1)),
        404,
        "name=none not found");
    assertThat(Models.ledger(model)).isEmpty();
  }

  @Test
  void aPolicyIsGivenBackAsItIsKept() {
    String model = model();
    Map<String, Object> whole =
        Map.of(
            "aliases",
            List.of("champion"),
            "metrics",
            List.of(Map.of("metric", "test.auc", "atLeast", 0.9)),
            "improvements",
            List.of(Map.of("metric", "test.auc", "by", 0.5, "better", "higher")),
            "sameInput",
            true,
            "dataQuality",
            Map.of("atLeast", 0.5),
            "evaluation",
            Map.of("maxAge", "PT168H"),
            "approvals",
            2);
    policy(model, with(whole, "evaluation", Map.of("maxAge", "P7D")));
    String kept = ok(given().get("/promotions/policies/{model}", model)).asString();
    as("owner", "PUT", "/promotions/policies/" + model, whole).then().statusCode(200);

    assertThat(ok(given().get("/promotions/policies/{model}", model)).asString()).isEqualTo(kept);
    assertThat(Models.ledger(model).stream().map(entry -> entry.get("detail")))
        .containsExactly("{\"policy\":" + kept + "}", "{\"policy\":" + kept + "}");
    assertThat(kept)
        .isEqualTo(
            "{\"aliases\":[\"champion\"],\"metrics\":[{\"metric\":\"test.auc\",\"atLeast\":0.9}],"
                + "\"improvements\":[{\"metric\":\"test.auc\",\"by\":0.5,\"better\":\"higher\"}],"
                + "\"sameInput\":true,\"dataQuality\":{\"atLeast\":0.5},"
                + "\"evaluation\":{\"maxAge\":\"PT168H\"},\"approvals\":2}");
  }

  @Test
  void waitingRequestsAreBounded() {
    String model = model();
    policy(model, Map.of("approvals", 1));
    String version = version(model, Map.of());
    for (int i = 0; i < 100; i++) {
      promote("ann", model, "champion", version).then().statusCode(202);
    }
    problem(promote("ann", model, "champion", version), 409, "There are 100 requests");
    as("owner", "DELETE", "/promotions/policies/" + model, null).then().statusCode(204);
    ok(
        mlflow(
            "registered-models/alias",
            Map.of("name", model, "alias", "champion", "version", version)));
    given()
        .queryParams("model", model, "state", "pending")
        .get("/promotions")
        .then()
        .body("items", equalTo(List.of()));
    sound(model);
  }
}
