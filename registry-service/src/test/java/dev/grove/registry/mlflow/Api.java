package dev.grove.registry.mlflow;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.grove.registry.ErrorCode;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;

/** MLflow's calls as a client makes them. */
final class Api {
  private static final String ROOT = "/api/2.0/mlflow/";
  static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";

  private Api() {}

  static Response post(String path, Object body) {
    return given().contentType(ContentType.JSON).body(body).post(ROOT + path);
  }

  static Response get(String path, Map<String, ?> query) {
    return given().queryParams(query).get(ROOT + path);
  }

  static Response patch(String path, Object body) {
    return given().contentType(ContentType.JSON).body(body).patch(ROOT + path);
  }

  static Response delete(String path, Object body) {
    return given().contentType(ContentType.JSON).body(body).delete(ROOT + path);
  }

  static Response ok(Response response) {
    response.then().statusCode(200);
    return response;
  }

  static void refused(Response response, ErrorCode code, String fragment) {
    response
        .then()
        .statusCode(code.status())
        .contentType(ContentType.JSON)
        .body("error_code", equalTo(code.name()))
        .body("message", containsString(fragment));
  }

  static void invalid(Response response, String fragment) {
    refused(response, ErrorCode.INVALID_PARAMETER_VALUE, fragment);
  }

  static String unique(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }

  static String experiment() {
    return ok(post("experiments/create", Map.of("name", unique("experiment"))))
        .path("experiment_id");
  }

  static String run(String experiment) {
    return ok(post("runs/create", Map.of("experiment_id", experiment))).path("run.info.run_id");
  }

  static String run() {
    return run("0");
  }

  static String model() {
    String name = unique("model");
    ok(post("registered-models/create", Map.of("name", name)));
    return name;
  }

  static String version(String model) {
    return ok(post(
            "model-versions/create",
            Map.of("name", model, "source", "s3://bucket/model", "run_id", unique("run"))))
        .path("model_version.version");
  }
}
