package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.experiment;
import static dev.grove.registry.mlflow.Api.get;
import static dev.grove.registry.mlflow.Api.invalid;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.post;
import static dev.grove.registry.mlflow.Api.refused;
import static dev.grove.registry.mlflow.Api.run;
import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.first;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.ErrorCode;
import dev.grove.registry.postgres.Database;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class RunChangeTest {
  private static final String MODEL =
      """
      {"artifact_path": "model", "flavors": {"sklearn": {"code": null, "config": {"a": 1}},
      "keras": "text"}, "utc_time_created": "2024-01-01 00:00:00", "run_id": "%s",
      "model_uuid": "u", "signature": {"inputs": "x"}}
      """;

  @Inject Database database;

  private static String tag(String run, String key) {
    return ok(get("runs/get", Map.of("run_id", run)))
        .path("run.data.tags.find { it.key == '" + key + "' }.value");
  }

  private static Response logModel(String run, String json) {
    return post("runs/log-model", Map.of("run_id", run, "model_json", json));
  }

  @Test
  void goesIntoTheBinAndComesBack() {
    String experiment = experiment();
    String run = run(experiment);

    assertThat(ok(post("runs/delete", Map.of("run_id", run))).asString()).isEqualTo("{}");
    ok(post("runs/delete", Map.of("run_id", run)));

    get("runs/get", Map.of("run_id", run))
        .then()
        .statusCode(200)
        .body("run.info.lifecycle_stage", equalTo("deleted"));
    assertThat(ok(post("runs/search", Map.of("experiment_ids", List.of(experiment)))).asString())
        .isEqualTo("{}");
    post(
            "runs/search",
            Map.of("experiment_ids", List.of(experiment), "run_view_type", "DELETED_ONLY"))
        .then()
        .body("runs[0].info.run_id", equalTo(run));
    String reason = "The run " + run + " must be in the 'active' state. Current state is deleted.";
    invalid(post("runs/update", Map.of("run_id", run, "status", "FAILED")), reason);
    invalid(post("runs/set-tag", Map.of("run_id", run, "key", "a", "value", "b")), reason);
    invalid(post("runs/delete-tag", Map.of("run_id", run, "key", "mlflow.runName")), reason);
    invalid(post("runs/log-inputs", Map.of("run_id", run)), reason);
    invalid(post("runs/outputs", Map.of("run_id", run, "models", List.of())), reason);
    invalid(logModel(run, MODEL.formatted(run)), reason);
    invalid(
        post("runs/log-metric", Map.of("run_id", run, "key", "a", "value", 1, "timestamp", 1)),
        reason);

    ok(post("runs/restore", Map.of("run_id", run)));
    ok(post("runs/restore", Map.of("run_id", run)));

    get("runs/get", Map.of("run_id", run))
        .then()
        .body("run.info.lifecycle_stage", equalTo("active"));
    ok(post("runs/set-tag", Map.of("run_id", run, "key", "a", "value", "b")));
  }

  @Test
  void aTagIsRemoved() {
    String run = run();
    ok(post("runs/set-tag", Map.of("run_id", run, "key", "a", "value", "b")));
    assertThat(ok(post("runs/delete-tag", Map.of("run_id", run, "key", "a"))).asString())
        .isEqualTo("{}");
    assertThat(tag(run, "a")).isNull();
    assertThat(tag(run, "mlflow.runName")).isNotNull();
    refused(
        post("runs/delete-tag", Map.of("run_id", run, "key", "a")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "No tag with name: a in run with id " + run);
    invalid(post("runs/delete-tag", Map.of("run_id", run)), "required parameter 'key'");
  }

  @Test
  void nothingStaysOfARunThatIsGone() {
    String run = run();
    String model =
        ok(post("logged-models", Map.of("experiment_id", "0"))).path("model.info.model_id");
    ok(
        post(
            "runs/log-batch",
            Map.of(
                "run_id", run,
                "metrics",
                    List.of(Map.of("key", "m", "value", 1, "timestamp", 1, "model_id", model)),
                "params", List.of(Map.of("key", "p", "value", "1")))));
    ok(
        post(
            "runs/log-inputs",
            Map.of(
                "run_id",
                run,
                "datasets",
                List.of(
                    Map.of(
                        "dataset",
                        Map.of("name", "d", "digest", "1"),
                        "tags",
                        List.of(Map.of("key", "k", "value", "v")))))));
    ok(post("runs/outputs", Map.of("run_id", run, "models", List.of(Map.of("model_id", model)))));
    List<String> tables =
        List.of(
            "metric",
            "latest_metric",
            "param",
            "tag",
            "logged_model_metric",
            "dataset_input",
            "dataset_input_tag",
            "model_output");
    long number =
        database
            .run(
                connection ->
                    first(
                        connection,
                        "select run_no from registry.run where run_id = ?",
                        row -> row.getLong(1),
                        run))
            .orElseThrow();
    tables.forEach(table -> assertThat(rows(table, number)).as(table).isPositive());

    database.run(
        connection -> change(connection, "delete from registry.run where run_id = ?", run));

    tables.forEach(table -> assertThat(rows(table, number)).as(table).isZero());
  }

  private long rows(String table, long run) {
    return database
        .run(
            connection ->
                first(
                    connection,
                    "select count(*) from registry." + table + " where run_no = ?",
                    row -> row.getLong(1),
                    run))
        .orElseThrow();
  }

  @Test
  void unknownRunsAreNamed() {
    for (String call : List.of("delete", "restore", "delete-tag", "log-inputs", "outputs")) {
      refused(
          post("runs/" + call, Map.of("run_id", "none", "key", "k", "models", List.of())),
          ErrorCode.RESOURCE_DOES_NOT_EXIST,
          "Run with id=none not found");
      invalid(
          post("runs/" + call, Map.of("key", "k")),
          "Missing value for required parameter 'run_id'");
      invalid(
          post("runs/" + call, Map.of("run_id", "../x", "key", "k")),
          "for parameter 'run_id' supplied");
    }
    refused(
        logModel("none", MODEL.formatted("none")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "Run with id=none not found");
  }

  @Test
  void modelsAreNotedInATag() throws Exception {
    String run = run();
    assertThat(ok(logModel(run, MODEL.formatted(run))).asString()).isEqualTo("{}");
    assertThat(tag(run, "mlflow.log-model.history"))
        .isEqualTo(
            "[{\"run_id\":\""
                + run
                + "\",\"artifact_path\":\"model\",\"utc_time_created\":\"2024-01-01 00:00:00\","
                + "\"model_uuid\":\"u\",\"flavors\":{\"sklearn\":{\"code\":null},"
                + "\"keras\":\"text\"}}]");

    ExecutorService clients = Executors.newFixedThreadPool(8);
    List<Future<Response>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(clients.submit(() -> logModel(run, MODEL.formatted(run))));
    }
    for (Future<Response> call : calls) {
      ok(call.get());
    }
    clients.shutdown();
    assertThat(JsonPath.from(tag(run, "mlflow.log-model.history")).<String>getList("artifact_path"))
        .hasSize(21);

    invalid(logModel(run, "{"), "Malformed model info");
    invalid(logModel(run, "[]"), "Malformed model info");
    invalid(logModel(run, "{\"flavors\": {}}"), "missing mandatory fields: [artifact_path, run_id");
    invalid(post("runs/log-model", Map.of("run_id", run)), "required parameter 'model_json'");
    invalid(
        post("runs/log-model", Map.of("run_id", run, "model_json", Map.of())),
        "for parameter 'model_json' supplied");
  }
}
