package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.ARTIFACTS;
import static dev.grove.registry.mlflow.Api.invalid;
import static dev.grove.registry.mlflow.Api.model;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.post;
import static dev.grove.registry.mlflow.Api.refused;
import static dev.grove.registry.mlflow.Api.run;
import static dev.grove.registry.mlflow.Api.unique;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.ErrorCode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class GetArtifactTest {
  private static void put(String run, String path) {
    ok(
        given()
            .contentType("application/octet-stream")
            .body("<b>hello</b>".getBytes(US_ASCII))
            .put(ARTIFACTS + "/{path}", "0/" + run + "/artifacts/" + path));
  }

  private static Response ofRun(String run, String path) {
    return given().queryParams("run_uuid", run, "path", path).get("/get-artifact");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.txt | text/plain",
        "model/MLmodel | text/plain",
        "conda.yaml | text/plain",
        "page.html | application/octet-stream",
        "page.HTM | application/octet-stream",
        "image.svg | application/octet-stream",
        "page.xhtml | application/octet-stream",
        "doc.pdf | application/octet-stream",
        "script.js | text/plain",
        "feed.xml | text/plain",
        "plot.png | image/png",
        "noname | application/octet-stream"
      })
  void nothingThatWasUploadedActsAsAPage(String path, String type) {
    String run = run();
    put(run, path);

    Response file = ok(ofRun(run, path));

    assertThat(file.asString()).isEqualTo("<b>hello</b>");
    assertThat(file.contentType()).startsWith(type);
    assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(file.header("Content-Security-Policy")).contains("sandbox");
    assertThat(file.header("Content-Disposition"))
        .startsWith("attachment; filename=\"" + path.substring(path.lastIndexOf('/') + 1) + "\"");
  }

  @Test
  void namesAreTheirOwnHeader() {
    String run = run();
    put(run, "a \"b\";c\u00fc.txt");

    assertThat(ok(ofRun(run, "a \"b\";c\u00fc.txt")).header("Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"a _b__c_.txt\"; filename*=UTF-8''a%20%22b%22%3Bc%C3%BC.txt");
  }

  @Test
  void versionsHaveTheirFiles() {
    String run = run();
    put(run, "model/MLmodel");
    String model = model();
    ok(post("model-versions/create", Map.of("name", model, "source", "runs:/" + run + "/model")));

    for (String prefix : List.of("", "/ajax-api/2.0/mlflow")) {
      assertThat(
              ok(given()
                      .queryParams("name", model, "version", "1", "path", "MLmodel")
                      .get(prefix + "/model-versions/get-artifact"))
                  .asString())
          .isEqualTo("<b>hello</b>");
      ok(given().queryParams("run_id", run, "path", "model/MLmodel").get(prefix + "/get-artifact"));
    }
    refused(
        given()
            .queryParams("name", model, "version", "2", "path", "MLmodel")
            .get("/model-versions/get-artifact"),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "not found");
  }

  @Test
  void loggedModelsHaveTheirFiles() {
    Response model = ok(post("logged-models", Map.of("experiment_id", "0", "name", "m")));
    String id = model.path("model.info.model_id");
    ok(
        given()
            .body("x".getBytes(US_ASCII))
            .put(ARTIFACTS + "/0/models/" + id + "/artifacts/MLmodel"));

    assertThat(
            ok(given()
                    .queryParam("artifact_file_path", "MLmodel")
                    .get("/ajax-api/2.0/mlflow/logged-models/" + id + "/artifacts/files"))
                .asString())
        .isEqualTo("x");
    invalid(
        given().get("/ajax-api/2.0/mlflow/logged-models/" + id + "/artifacts/files"),
        "'artifact_file_path'");
  }

  @Test
  void whatIsMissingIsRefused() {
    String run = run();
    refused(ofRun(run, "none"), ErrorCode.RESOURCE_DOES_NOT_EXIST, "No artifact");
    refused(ofRun(unique("run"), "none"), ErrorCode.RESOURCE_DOES_NOT_EXIST, "not found");
    invalid(given().queryParam("run_id", run).get("/get-artifact"), "'path'");
    invalid(given().queryParam("path", "x").get("/get-artifact"), "'run_id'");
    put(run, "model/MLmodel");
    refused(ofRun(run, "model"), ErrorCode.RESOURCE_DOES_NOT_EXIST, "No artifact");
  }

  @Test
  void foreignStoresAreNotOpened() {
    String model = model();
    for (String source : List.of("s3://bucket/x", "http://127.0.0.1:1/x", "ftp://h/x")) {
      String version =
          ok(post("model-versions/create", Map.of("name", model, "source", source)))
              .path("model_version.version");
      invalid(
          given()
              .queryParams("name", model, "version", version, "path", "MLmodel")
              .get("/model-versions/get-artifact"),
          "outside of the registry");
    }
  }
}
