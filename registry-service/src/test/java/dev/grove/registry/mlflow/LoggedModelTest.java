package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.delete;
import static dev.grove.registry.mlflow.Api.experiment;
import static dev.grove.registry.mlflow.Api.get;
import static dev.grove.registry.mlflow.Api.invalid;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.patch;
import static dev.grove.registry.mlflow.Api.post;
import static dev.grove.registry.mlflow.Api.refused;
import static dev.grove.registry.mlflow.Api.run;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.ErrorCode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class LoggedModelTest {
  private static String create(String experiment) {
    return ok(post("logged-models", Map.of("experiment_id", experiment)))
        .path("model.info.model_id");
  }

  private static Response find(String id) {
    return get("logged-models/" + id, Map.of());
  }

  private static Map<String, String> pair(String key, String value) {
    return Map.of("key", key, "value", value);
  }

  private static void missing(Response response, String id) {
    refused(
        response,
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "Logged model with ID '" + id + "' not found.");
  }

  @Test
  void isCreatedAndFound() {
    String experiment = experiment();
    String run = run(experiment);
    Response created =
        ok(
            post(
                "logged-models",
                Map.of(
                    "experiment_id",
                    experiment,
                    "name",
                    "first ü",
                    "model_type",
                    "tree",
                    "source_run_id",
                    run,
                    "params",
                    List.of(pair("depth", "5")),
                    "tags",
                    List.of(pair("stage", "a"), pair("stage", "b")))));
    String id = created.path("model.info.model_id");

    created
        .then()
        .body("model.info.model_id", matchesPattern("m-[0-9a-f]{32}"))
        .body("model.info.experiment_id", equalTo(experiment))
        .body("model.info.name", equalTo("first ü"))
        .body("model.info.status", equalTo("LOGGED_MODEL_PENDING"))
        .body("model.info.model_type", equalTo("tree"))
        .body("model.info.source_run_id", equalTo(run))
        .body("model.info.tags", equalTo(List.of(pair("stage", "b"))))
        .body(
            "model.info.artifact_uri",
            equalTo("mlflow-artifacts:/" + experiment + "/models/" + id + "/artifacts"))
        .body("model.data.params", equalTo(List.of(pair("depth", "5"))))
        .body("model.data", not(hasKey("metrics")));
    assertThat(ok(find(id)).asString()).isEqualTo(created.asString());
  }

  @Test
  void getsANameAndSaysNoMoreThanMlflow() {
    Response created = ok(post("logged-models", Map.of("experiment_id", "0")));
    created
        .then()
        .body("model.info.name", matchesPattern("[a-z]+-[a-z]+-\\d+"))
        .body("model.info.model_type", equalTo(""))
        .body("model.info.source_run_id", equalTo(""))
        .body("model.info", not(hasKey("tags")))
        .body("model.data", equalTo(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a:b", "a.b", "a%b", "a\"b", "a'b"})
  void refusesNamesThatMlflowRefuses(String name) {
    invalid(
        post("logged-models", Map.of("experiment_id", "0", "name", name)),
        "cannot contain the following characters");
  }

  @Test
  void refusesWhatIsMissingOrWrong() {
    invalid(post("logged-models", Map.of()), "required parameter 'experiment_id'");
    invalid(post("logged-models", Map.of("experiment_id", "x")), "must be a valid integer");
    refused(
        post("logged-models", Map.of("experiment_id", "999999")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "No Experiment with id=999999 exists");
    invalid(
        post("logged-models", Map.of("experiment_id", "0", "name", "x".repeat(501))),
        "'name' exceeds the maximum length of 500");
    invalid(
        post("logged-models", Map.of("experiment_id", "0", "params", "x")),
        "for parameter 'params' supplied");
    invalid(
        post(
            "logged-models",
            Map.of("experiment_id", "0", "params", List.of(pair("a", "1"), pair("a", "2")))),
        "Duplicate parameter keys");
    invalid(
        post(
            "logged-models",
            Map.of("experiment_id", "0", "tags", List.of(pair("k".repeat(256), "1")))),
        "'key' exceeds the maximum length of 255");
    String deleted = experiment();
    ok(post("experiments/delete", Map.of("experiment_id", deleted)));
    invalid(
        post("logged-models", Map.of("experiment_id", deleted)), "must be in the 'active' state");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"none", "m-1", "m-ABCDEF0123456789abcdef0123456789", "m-%00", "%F0%28", "'--"})
  void unknownIdsAreNamed(String id) {
    String path = "/api/2.0/mlflow/logged-models/" + id;
    for (Response response :
        List.of(
            given().urlEncodingEnabled(false).get(path),
            given().urlEncodingEnabled(false).body("{\"status\":2}").patch(path),
            given().urlEncodingEnabled(false).delete(path),
            given().urlEncodingEnabled(false).body("{}").patch(path + "/tags"),
            given().urlEncodingEnabled(false).delete(path + "/tags/a"),
            given().urlEncodingEnabled(false).body("{}").post(path + "/params"),
            given().urlEncodingEnabled(false).get(path + "/artifacts/directories"))) {
      refused(response, ErrorCode.RESOURCE_DOES_NOT_EXIST, "Logged model with ID '");
    }
  }

  @Test
  void anIdThatNobodyHasIsNamed() {
    String id = "m-0123456789abcdef0123456789abcdef";
    missing(find(id), id);
    missing(patch("logged-models/" + id, Map.of("status", 2)), id);
    missing(delete("logged-models/" + id, Map.of()), id);
    missing(patch("logged-models/" + id + "/tags", Map.of()), id);
    missing(delete("logged-models/" + id + "/tags/a", Map.of()), id);
    missing(post("logged-models/" + id + "/params", Map.of()), id);
    missing(get("logged-models/" + id + "/artifacts/directories", Map.of()), id);
  }

  @Test
  void isFinishedByNameAndByNumber() {
    String id = create("0");
    patch("logged-models/" + id, Map.of("model_id", id, "status", "LOGGED_MODEL_UPLOAD_FAILED"))
        .then()
        .statusCode(200)
        .body("model.info.status", equalTo("LOGGED_MODEL_UPLOAD_FAILED"));
    patch("logged-models/" + id, Map.of("model_id", id, "status", 2))
        .then()
        .statusCode(200)
        .body("model.info.status", equalTo("LOGGED_MODEL_READY"));
    find(id).then().body("model.info.status", equalTo("LOGGED_MODEL_READY"));

    invalid(patch("logged-models/" + id, Map.of()), "required parameter 'status'");
    invalid(patch("logged-models/" + id, Map.of("status", 4)), "for parameter 'status' supplied");
    invalid(patch("logged-models/" + id, Map.of("status", "READY")), "parameter 'status' supplied");
    invalid(
        patch("logged-models/" + id, Map.of("model_id", "m-2", "status", 2)),
        "for parameter 'model_id' supplied");
  }

  @Test
  void goesIntoTheBin() {
    String experiment = experiment();
    String id = create(experiment);
    ok(delete("logged-models/" + id, Map.of()));
    ok(delete("logged-models/" + id, Map.of()));

    missing(find(id), id);
    missing(patch("logged-models/" + id, Map.of("status", 2)), id);
    missing(patch("logged-models/" + id + "/tags", Map.of("tags", List.of())), id);
    get("logged-models/" + id, Map.of("allow_deleted", "true"))
        .then()
        .statusCode(200)
        .body("model.info.model_id", equalTo(id));
    assertThat(
            ok(post("logged-models/search", Map.of("experiment_ids", List.of(experiment))))
                .asString())
        .isEqualTo("{}");
  }

  @Test
  void parametersAreWrittenOnceAndTagsOverwrite() {
    String id = create("0");
    String path = "logged-models/" + id;
    ok(post(path + "/params", Map.of("model_id", id, "params", List.of(pair("a", "1")))));
    ok(post(path + "/params", Map.of("params", List.of(pair("a", "1"), pair("b", "2")))));
    invalid(
        post(path + "/params", Map.of("params", List.of(pair("a", "9"), pair("c", "3")))),
        "Changing param values is not allowed. Params [a]");
    ok(patch(path + "/tags", Map.of("tags", List.of(pair("t", "1"), pair("x/y z", "ü")))));
    ok(patch(path + "/tags", Map.of("tags", List.of(pair("t", "2")))));

    find(id)
        .then()
        .body("model.data.params", equalTo(List.of(pair("a", "1"), pair("b", "2"))))
        .body("model.info.tags", equalTo(List.of(pair("t", "2"), pair("x/y z", "ü"))));

    ok(delete(path + "/tags/t", Map.of()));
    ok(given().urlEncodingEnabled(false).delete("/api/2.0/mlflow/" + path + "/tags/x%2Fy%20z"));
    find(id).then().body("model.info", not(hasKey("tags")));
    refused(
        delete(path + "/tags/t", Map.of()),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "No tag with key 't' found for model with ID '" + id + "'.");
    invalid(
        given().urlEncodingEnabled(false).delete("/api/2.0/mlflow/" + path + "/tags/%00"),
        "NUL character");
    invalid(patch(path + "/tags", Map.of("tags", List.of(Map.of()))), "'tags[0].key'");
    invalid(
        post(path + "/params", Map.of("params", List.of(pair("k".repeat(256), "")))),
        "'key' exceeds the maximum length of 255");
  }

  @Test
  void pagesCreatedLastFirst() {
    String experiment = experiment();
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      created.add(create(experiment));
    }
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      Response page =
          ok(
              post(
                  "logged-models/search",
                  Map.of(
                      "experiment_ids",
                      List.of(experiment),
                      "max_results",
                      2,
                      "page_token",
                      token)));
      seen.addAll(page.path("models.info.model_id"));
      token = page.path("next_page_token");
    } while (token != null);
    assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(created);

    invalid(post("logged-models/search", Map.of()), "required parameter 'experiment_ids'");
    invalid(
        post("logged-models/search", Map.of("experiment_ids", List.of("0"), "max_results", -1)),
        "positive integer");
    invalid(
        post("logged-models/search", Map.of("experiment_ids", List.of("0"), "page_token", "?")),
        "page token");
  }

  @Test
  void metricsOfABatchShowInTheModel() {
    String experiment = experiment();
    String run = run(experiment);
    String id = create(experiment);
    Map<String, Object> onDataset =
        Map.of(
            "key",
            "auc",
            "value",
            0.5,
            "timestamp",
            7,
            "step",
            1,
            "model_id",
            id,
            "dataset_name",
            "iris",
            "dataset_digest",
            "abc");
    Map<String, Object> alone =
        Map.of("key", "loss", "value", "NaN", "timestamp", "8", "model_id", id);
    Map<String, Object> ofRun = Map.of("key", "other", "value", 1, "timestamp", 1);
    for (int i = 0; i < 2; i++) {
      ok(
          post(
              "runs/log-batch",
              Map.of("run_id", run, "metrics", List.of(onDataset, alone, ofRun))));
    }
    ok(
        post(
            "runs/log-metric",
            Map.of(
                "run_id",
                run,
                "key",
                "auc",
                "value",
                0.75,
                "timestamp",
                7,
                "step",
                1,
                "model_id",
                id,
                "dataset_name",
                "iris",
                "dataset_digest",
                "abc")));

    find(id)
        .then()
        .body("model.data.metrics.key", contains("auc", "auc", "loss"))
        .body("model.data.metrics[0].value", equalTo(0.5f))
        .body("model.data.metrics[0].dataset_name", equalTo("iris"))
        .body("model.data.metrics[0].dataset_digest", equalTo("abc"))
        .body("model.data.metrics[0].model_id", equalTo(id))
        .body("model.data.metrics[0].run_id", equalTo(run))
        .body("model.data.metrics[1].value", equalTo(0.75f))
        .body("model.data.metrics[2].value", equalTo("NaN"))
        .body("model.data.metrics[2]", not(hasKey("dataset_name")));
    get("runs/get", Map.of("run_id", run))
        .then()
        .body("run.data.metrics.key", contains("auc", "loss", "other"))
        .body("run.data.metrics[0].value", equalTo(0.75f));
  }

  @Test
  void nothingOfABatchIsWrittenWhereAModelIsMissing() {
    String run = run();
    String deleted = create("0");
    ok(delete("logged-models/" + deleted, Map.of()));
    for (String id : List.of("m-none", "m-0123456789abcdef0123456789abcdef", deleted)) {
      missing(
          post(
              "runs/log-batch",
              Map.of(
                  "run_id", run,
                  "metrics",
                      List.of(
                          Map.of("key", "a", "value", 1, "timestamp", 1),
                          Map.of("key", "b", "value", 1, "timestamp", 1, "model_id", id)),
                  "params", List.of(pair("p", "1")),
                  "tags", List.of(pair("t", "1")))),
          id);
    }
    invalid(
        post(
            "runs/log-metric",
            Map.of("run_id", run, "key", "a", "value", 1, "timestamp", 1, "model_id", 5)),
        "for parameter 'model_id' supplied");
    get("runs/get", Map.of("run_id", run))
        .then()
        .body("run.data", not(hasKey("metrics")))
        .body("run.data", not(hasKey("params")))
        .body("run.data.tags.key", contains("mlflow.runName"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "5",
        "\"text\"",
        "{} {}",
        "{\"status\":{},\"tags\":{},\"params\":{}}",
        "{\"status\":1e99,\"tags\":[5],\"params\":[[]]}",
        "{\"status\":[2],\"tags\":[{\"key\":\"\\u0000\"}],\"params\":[{\"key\":[]}]}",
        "{\"status\":true,\"tags\":[null],\"params\":[{\"key\":\"k\",\"value\":\"\\ud800\"}]}",
        "{\"model_id\":7}"
      })
  void junkIsRefused(String body) {
    String path = "/api/2.0/mlflow/logged-models/" + create("0");
    for (Response response :
        List.of(
            given().body(body).patch(path),
            given().body(body).patch(path + "/tags"),
            given().body(body).post(path + "/params"),
            given().body(body).post("/api/2.0/mlflow/logged-models"),
            given().body(body).post("/api/2.0/mlflow/logged-models/search"))) {
      response.then().statusCode(400).body("error_code", equalTo("INVALID_PARAMETER_VALUE"));
    }
    given().get(path).then().statusCode(200).body("model.data", equalTo(Map.of()));
  }

  @Test
  void itsFilesAreListed() {
    String id = create("0");
    String uri = find(id).path("model.info.artifact_uri");
    given()
        .body("x: 1")
        .put(Api.ARTIFACTS + "/0/models/" + id + "/artifacts/sub/MLmodel")
        .then()
        .statusCode(200);

    get("logged-models/" + id + "/artifacts/directories", Map.of())
        .then()
        .statusCode(200)
        .body("root_uri", equalTo(uri))
        .body("files[0].path", equalTo("sub"))
        .body("files[0].is_dir", equalTo(true));
    get("logged-models/" + id + "/artifacts/directories", Map.of("artifact_directory_path", "sub"))
        .then()
        .body("files[0].path", equalTo("sub/MLmodel"))
        .body("files[0].file_size", equalTo(4));
    invalid(
        get(
            "logged-models/" + id + "/artifacts/directories",
            Map.of("artifact_directory_path", "../../x")),
        "Invalid path");
  }

  @Test
  void becomesAVersionOfARegisteredModel() {
    String run = run();
    String id =
        ok(post("logged-models", Map.of("experiment_id", "0", "source_run_id", run)))
            .path("model.info.model_id");
    String other = create("0");
    String model = Api.model();
    String source = "models:/" + id;
    for (int version = 1; version <= 2; version++) {
      post("model-versions/create", Map.of("name", model, "source", source, "model_id", id))
          .then()
          .statusCode(200)
          .body("model_version.version", equalTo(Integer.toString(version)))
          .body("model_version.source", equalTo(source))
          .body("model_version.run_id", equalTo(run))
          .body("model_version.status", equalTo("READY"));
    }

    get("model-versions/get-download-uri", Map.of("name", model, "version", "1"))
        .then()
        .body("artifact_uri", equalTo("mlflow-artifacts:/0/models/" + id + "/artifacts"));
    find(id)
        .then()
        .body(
            "model.info.tags",
            equalTo(
                List.of(
                    pair(
                        "mlflow.modelVersions",
                        "[{\"name\": \"%s\", \"version\": 1}, {\"name\": \"%s\", \"version\": 2}]"
                            .formatted(model, model)))));
    String reason = "The model_id request parameter must identify";
    invalid(post("model-versions/create", Map.of("name", model, "source", source)), reason);
    invalid(
        post("model-versions/create", Map.of("name", model, "source", source, "model_id", other)),
        reason);
    invalid(
        post(
            "model-versions/create",
            Map.of("name", model, "source", "runs:/" + run + "/model", "model_id", id)),
        reason);
    missing(
        post(
            "model-versions/create",
            Map.of("name", model, "source", "models:/m-x", "model_id", "m-x")),
        "m-x");
  }
}
