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
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.ErrorCode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class RunResourceTest {
  @Inject DataSource source;

  private void sql(String text) throws Exception {
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  @Test
  void createsWithItsOwnIdAndName() {
    post("runs/create", Map.of())
        .then()
        .statusCode(200)
        .body("run.info.run_id", matchesPattern("[0-9a-f]{32}"))
        .body("run.info.run_name", matchesPattern("[a-z]+-[a-z]+-\\d+"))
        .body("run.info.experiment_id", equalTo("0"))
        .body("run.info.status", equalTo("RUNNING"))
        .body("run.data", not(hasKey("metrics")))
        .body("run.info", not(hasKey("end_time")));
  }

  @Test
  void takesWhatTheClientChose() {
    String experiment = experiment();
    String id = unique("job");
    Map<String, ?> body =
        Map.of(
            "experiment_id",
            experiment,
            "run_id",
            id,
            "runName",
            "first",
            "user_id",
            "ann",
            "start_time",
            "1700000000000",
            "tags",
            List.of(Map.of("key", "a", "value", "1"), Map.of("key", "a", "value", "2")));

    ok(post("runs/create", body));

    get("runs/get", Map.of("run_uuid", id))
        .then()
        .statusCode(200)
        .body("run.info.run_id", equalTo(id))
        .body("run.info.run_uuid", equalTo(id))
        .body("run.info.run_name", equalTo("first"))
        .body("run.info.user_id", equalTo("ann"))
        .body("run.info.start_time", equalTo(1_700_000_000_000L))
        .body(
            "run.info.artifact_uri",
            equalTo("mlflow-artifacts:/" + experiment + "/" + id + "/artifacts"))
        .body("run.data.tags.find { it.key == 'a' }.value", equalTo("2"))
        .body("run.data.tags.find { it.key == 'mlflow.runName' }.value", equalTo("first"));
    refused(post("runs/create", body), ErrorCode.RESOURCE_ALREADY_EXISTS, "already exists");
  }

  @Test
  void theNameIsATagToo() {
    String id =
        ok(post(
                "runs/create",
                Map.of("tags", List.of(Map.of("key", "mlflow.runName", "value", "tagged")))))
            .path("run.info.run_id");

    ok(post("runs/update", Map.of("run_id", id, "run_name", "updated")));
    get("runs/get", Map.of("run_id", id))
        .then()
        .body("run.info.run_name", equalTo("updated"))
        .body("run.data.tags.value", hasItem("updated"));

    ok(post("runs/set-tag", Map.of("run_id", id, "key", "mlflow.runName", "value", "set")));
    get("runs/get", Map.of("run_id", id)).then().body("run.info.run_name", equalTo("set"));

    invalid(
        post(
            "runs/create",
            Map.of(
                "run_name", "x", "tags", List.of(Map.of("key", "mlflow.runName", "value", "y")))),
        "different values");
  }

  @Test
  void updatesWhatIsGiven() {
    String id = run();

    post("runs/update", Map.of("run_id", id, "status", "FINISHED", "end_time", 17))
        .then()
        .statusCode(200)
        .body("run_info.status", equalTo("FINISHED"))
        .body("run_info.end_time", equalTo(17));
    post("runs/update", Map.of("run_id", id, "status", 4))
        .then()
        .statusCode(200)
        .body("run_info.status", equalTo("FAILED"))
        .body("run_info.end_time", equalTo(17));

    invalid(
        post("runs/update", Map.of("run_id", id, "status", "DONE")),
        "Invalid value \"DONE\" for parameter 'status' supplied");
    invalid(post("runs/update", Map.of("run_id", id, "end_time", "soon")), "'end_time' supplied");
    invalid(post("runs/update", Map.of("run_id", id, "end_time", 1.5)), "'end_time' supplied");
    invalid(
        post("runs/update", Map.of("run_id", id, "end_time", "9223372036854775808")),
        "'end_time' supplied");
    invalid(post("runs/update", Map.of()), "Missing value for required parameter 'run_id'");
    refused(
        post("runs/update", Map.of("run_id", "none")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "Run with id=none not found");
  }

  @Test
  void refusesIdsThatAreNoIds() {
    for (String id : List.of("../x", "a/b", ".", "-a", "x".repeat(257), "ü")) {
      invalid(post("runs/create", Map.of("run_id", id)), "'run_id' supplied");
      invalid(get("runs/get", Map.of("run_id", id)), "'run_id' supplied");
    }
    refused(
        get("runs/get", Map.of("run_id", "none")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "Run with id=none not found");
    refused(
        post("runs/create", Map.of("experiment_id", "424242")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "No Experiment with id=424242 exists");
  }

  @Test
  void whatIsDeletedTakesNoChanges() throws Exception {
    String experiment = experiment();
    String id = run(experiment);
    sql("update registry.run set lifecycle_stage = 'deleted' where run_id = '" + id + "'");
    sql(
        "update registry.experiment set lifecycle_stage = 'deleted' where experiment_id = "
            + experiment);

    invalid(post("runs/update", Map.of("run_id", id)), "must be in the 'active' state");
    invalid(
        post("runs/set-tag", Map.of("run_id", id, "key", "a", "value", "b")),
        "must be in the 'active' state");
    invalid(
        post("runs/create", Map.of("experiment_id", experiment)), "must be in the 'active' state");
    Response all =
        ok(post("runs/search", Map.of("experiment_ids", List.of(experiment), "run_view_type", 3)));
    assertThat(all.<List<String>>path("runs.info.lifecycle_stage")).containsExactly("deleted");
  }

  @Test
  void pagesRunsStartedLastFirst() {
    String experiment = experiment();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Map<String, ?> body = Map.of("experiment_id", experiment, "start_time", 100 + i / 2);
      ids.add(ok(post("runs/create", body)).path("run.info.run_id"));
    }

    List<String> seen = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    String token = "";
    do {
      Response page =
          ok(
              post(
                  "runs/search",
                  Map.of(
                      "experiment_ids",
                      List.of(experiment),
                      "max_results",
                      2,
                      "page_token",
                      token)));
      seen.addAll(page.path("runs.info.run_id"));
      starts.addAll(page.path("runs.info.start_time"));
      token = page.path("next_page_token");
    } while (token != null);

    assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(starts).containsExactly(102, 101, 101, 100, 100);
    invalid(post("runs/search", Map.of("experiment_ids", experiment)), "'experiment_ids'");
  }
}
