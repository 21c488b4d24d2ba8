package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.experiment;
import static dev.grove.registry.mlflow.Api.get;
import static dev.grove.registry.mlflow.Api.invalid;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.post;
import static dev.grove.registry.mlflow.Api.refused;
import static dev.grove.registry.mlflow.Api.run;
import static dev.grove.registry.mlflow.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.ErrorCode;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.postgres.Statements;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
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
class ExperimentChangeTest {
  @Inject Database database;

  private static Response experimentOf(String id) {
    return ok(get("experiments/get", Map.of("experiment_id", id)));
  }

  private static String stageOf(String run) {
    return ok(get("runs/get", Map.of("run_id", run))).path("run.info.lifecycle_stage");
  }

  private Long deletedTime(String run) {
    return database
        .run(
            connection ->
                Statements.first(
                    connection,
                    "select coalesce(deleted_time, -1) from registry.run where run_id = ?",
                    row -> row.getLong(1),
                    run))
        .orElseThrow();
  }

  @Test
  void goesIntoTheBinWithItsRunsAndComesBack() {
    String id = experiment();
    String early = run(id);
    String late = run(id);
    ok(post("runs/delete", Map.of("run_id", early)));
    long earlyTime = deletedTime(early);
    String name = experimentOf(id).path("experiment.name");

    assertThat(ok(post("experiments/delete", Map.of("experiment_id", id))).asString())
        .isEqualTo("{}");

    experimentOf(id).then().body("experiment.lifecycle_stage", equalTo("deleted"));
    get("experiments/get-by-name", Map.of("experiment_name", name))
        .then()
        .body("experiment.lifecycle_stage", equalTo("deleted"));
    assertThat(stageOf(early)).isEqualTo("deleted");
    assertThat(stageOf(late)).isEqualTo("deleted");
    assertThat(deletedTime(early)).isEqualTo(earlyTime).isPositive();
    assertThat(deletedTime(late)).isGreaterThanOrEqualTo(earlyTime);
    assertThat(
            ok(post("experiments/search", Map.of("view_type", "DELETED_ONLY")))
                .<List<String>>path("experiments.experiment_id"))
        .contains(id);
    refused(
        post("experiments/delete", Map.of("experiment_id", id)),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "No Experiment with id=" + id + " exists");
    invalid(
        post("runs/create", Map.of("experiment_id", id)),
        "must be in the 'active' state. Current state is deleted.");
    invalid(
        post("experiments/update", Map.of("experiment_id", id, "new_name", unique("n"))),
        "Cannot rename a non-active experiment.");
    invalid(
        post("experiments/set-experiment-tag", Map.of("experiment_id", id, "key", "a")),
        "must be in the 'active' state");
    invalid(
        post("experiments/delete-experiment-tag", Map.of("experiment_id", id, "key", "a")),
        "must be in the 'active' state");
    refused(
        post("experiments/create", Map.of("name", name)),
        ErrorCode.RESOURCE_ALREADY_EXISTS,
        "already exists");

    ok(post("experiments/restore", Map.of("experiment_id", id)));

    experimentOf(id).then().body("experiment.lifecycle_stage", equalTo("active"));
    assertThat(stageOf(early)).isEqualTo("active");
    assertThat(stageOf(late)).isEqualTo("active");
    assertThat(deletedTime(early)).isEqualTo(-1);
    refused(
        post("experiments/restore", Map.of("experiment_id", id)),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "No Experiment with id=" + id + " exists");
  }

  @Test
  void noActiveRunIsLeftInADeletedExperiment() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(8);
    for (int round = 0; round < 10; round++) {
      String id = experiment();
      List<Future<Response>> creations = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        creations.add(clients.submit(() -> post("runs/create", Map.of("experiment_id", id))));
      }
      ok(post("experiments/delete", Map.of("experiment_id", id)));
      for (Future<Response> creation : creations) {
        assertThat(creation.get().statusCode()).isIn(200, 400);
      }
      assertThat(ok(post("runs/search", Map.of("experiment_ids", List.of(id)))).asString())
          .isEqualTo("{}");
    }
    clients.shutdown();
  }

  @Test
  void isRenamed() {
    String id = experiment();
    String name = unique("renamed ü");
    long before = experimentOf(id).<Number>path("experiment.last_update_time").longValue();

    assertThat(
            ok(post("experiments/update", Map.of("experiment_id", id, "new_name", name)))
                .asString())
        .isEqualTo("{}");

    Response found = experimentOf(id);
    assertThat(found.<String>path("experiment.name")).isEqualTo(name);
    assertThat(found.<Number>path("experiment.last_update_time").longValue())
        .isGreaterThanOrEqualTo(before);
    refused(
        post("experiments/update", Map.of("experiment_id", experiment(), "new_name", name)),
        ErrorCode.RESOURCE_ALREADY_EXISTS,
        "already exists");
    invalid(
        post("experiments/update", Map.of("experiment_id", id)),
        "Missing value for required parameter 'new_name'");
    invalid(
        post("experiments/update", Map.of("experiment_id", id, "new_name", "x".repeat(501))),
        "'name' exceeds the maximum length of 500 characters");
    refused(
        post("experiments/update", Map.of("experiment_id", "999999", "new_name", "x")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "No Experiment with id=999999 exists");
  }

  @Test
  void itsTagsAreSetAndRemoved() {
    String id = experiment();
    ok(post("experiments/set-experiment-tag", Map.of("experiment_id", id, "key", "a")));
    ok(
        post(
            "experiments/set-experiment-tag",
            Map.of("experiment_id", id, "key", "a", "value", "x".repeat(20_000))));
    experimentOf(id)
        .then()
        .body("experiment.tags.size()", equalTo(1))
        .body("experiment.tags[0].value", equalTo("x".repeat(20_000)));
    ok(post("experiments/delete-experiment-tag", Map.of("experiment_id", id, "key", "a")));
    experimentOf(id).then().body("experiment", not(hasKey("tags")));

    refused(
        post("experiments/delete-experiment-tag", Map.of("experiment_id", id, "key", "a")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "No tag with name: a in experiment with id " + id);
    invalid(
        post("experiments/set-experiment-tag", Map.of("experiment_id", id)),
        "Missing value for required parameter 'key'");
    invalid(
        post(
            "experiments/set-experiment-tag",
            Map.of("experiment_id", id, "key", "k", "value", "x".repeat(20_001))),
        "'value' exceeds the maximum length of 20000 characters");
    invalid(
        post("experiments/set-experiment-tag", Map.of("experiment_id", id, "key", "../k")),
        "must not resolve to other names");
    refused(
        post("experiments/set-experiment-tag", Map.of("experiment_id", "999999", "key", "k")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "No Experiment with id=999999 exists");
    refused(
        post("experiments/delete-experiment-tag", Map.of("experiment_id", "999999", "key", "k")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "No Experiment with id=999999 exists");
  }

  @Test
  void refusesIdsThatAreNone() {
    for (String call : List.of("delete", "restore")) {
      invalid(
          post("experiments/" + call, Map.of()),
          "Missing value for required parameter 'experiment_id'");
      invalid(
          post("experiments/" + call, Map.of("experiment_id", "x'; drop table")),
          "must be a valid integer");
      invalid(
          post("experiments/" + call, Map.of("experiment_id", List.of("1"))),
          "for parameter 'experiment_id' supplied");
      refused(
          post("experiments/" + call, Map.of("experiment_id", "999999")),
          ErrorCode.RESOURCE_DOES_NOT_EXIST,
          "No Experiment with id=999999 exists");
    }
  }
}
