package dev.grove.registry.promotion;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Models with versions, metrics and bundles, as clients make them, and calls about them. */
final class Models {
  private static final String MLFLOW = "/api/2.0/mlflow/";

  private Models() {}

  static Response mlflow(String path, Object body) {
    return given().contentType(ContentType.JSON).body(body).post(MLFLOW + path);
  }

  static Response mlflowDelete(String path, Object body) {
    return given().contentType(ContentType.JSON).body(body).delete(MLFLOW + path);
  }

  static Response mlflowGet(String path, Map<String, ?> query) {
    return given().queryParams(query).get(MLFLOW + path);
  }

  static Response ok(Response response) {
    response.then().statusCode(200);
    return response;
  }

  static String model() {
    String name = "promoted-" + UUID.randomUUID();
    ok(mlflow("registered-models/create", Map.of("name", name)));
    return name;
  }

  static String run() {
    return ok(mlflow("runs/create", Map.of("experiment_id", "0"))).path("run.info.run_id");
  }

  /** A version whose run has the metrics, logged now. */
  static String version(String model, Map<String, ?> metrics) {
    return version(model, metrics, System.currentTimeMillis());
  }

  static String version(String model, Map<String, ?> metrics, long at) {
    String run = run();
    List<Map<String, Object>> points =
        metrics.entrySet().stream()
            .map(
                metric ->
                    Map.of("key", metric.getKey(), "value", metric.getValue(), "timestamp", at))
            .toList();
    ok(mlflow("runs/log-batch", Map.of("run_id", run, "metrics", points)));
    return ofRun(model, run);
  }

  static String ofRun(String model, String run) {
    return ok(mlflow(
            "model-versions/create",
            Map.of("name", model, "source", "runs:/" + run + "/model", "run_id", run)))
        .path("model_version.version");
  }

  /** A version whose bundle has the input.json. */
  static String withInput(String model, String input) {
    String run = run();
    if (input != null) {
      given()
          .contentType("application/octet-stream")
          .body(input.getBytes(UTF_8))
          .put("/api/2.0/mlflow-artifacts/artifacts/0/{run}/artifacts/model/input.json", run)
          .then()
          .statusCode(200);
    }
    return ofRun(model, run);
  }

  static Response as(String actor, String method, String path, Object body) {
    var request = given().contentType(ContentType.JSON);
    if (actor != null) {
      request = request.header("X-Grove-Actor", actor);
    }
    if (body != null) {
      request = request.body(body);
    }
    return request.request(method, path);
  }

  static Response post(String actor, String path, Object body) {
    return as(actor, "POST", path, body);
  }

  static Response promote(String actor, String model, String alias, String version) {
    return post(actor, "/promotions", Map.of("model", model, "alias", alias, "version", version));
  }

  static Response rollBack(String actor, String model, String alias) {
    return post(actor, "/promotions/rollback", Map.of("model", model, "alias", alias));
  }

  static void policy(String model, Map<String, ?> policy) {
    as("owner", "PUT", "/promotions/policies/" + model, policy).then().statusCode(200);
  }

  static Response setAlias(String model, String alias, String version) {
    return mlflow(
        "registered-models/alias", Map.of("name", model, "alias", alias, "version", version));
  }

  /** The version that the alias points to, or null. */
  static String holder(String model, String alias) {
    return mlflowGet("registered-models/alias", Map.of("name", model, "alias", alias))
        .path("model_version.version");
  }

  static List<Map<String, Object>> ledger(String model) {
    return ok(given().queryParam("limit", 1_000).get("/promotions/ledger/{model}", model))
        .path("items");
  }

  static Response verify(String model) {
    return ok(given().get("/promotions/ledger/{model}/verify", model));
  }

  static void sound(String model) {
    verify(model).then().body("ok", equalTo(true));
  }

  static void problem(Response response, int status, String fragment) {
    response
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status))
        .body("detail", containsString(fragment));
  }

  static void blamed(Response response, String field) {
    problem(response, 400, "'" + field + "'");
    response.then().body("field", equalTo(field));
  }

  static Map<String, Object> with(Map<String, ?> map, String key, Object value) {
    Map<String, Object> result = new HashMap<>(map);
    result.put(key, value);
    return result;
  }
}
