package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.experiment;
import static dev.grove.registry.mlflow.Api.get;
import static dev.grove.registry.mlflow.Api.invalid;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.post;
import static dev.grove.registry.mlflow.Api.refused;
import static dev.grove.registry.mlflow.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
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

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ExperimentResourceTest {
  @Test
  void experimentZeroIsThereFromTheStart() {
    get("experiments/get", Map.of("experiment_id", "0"))
        .then()
        .statusCode(200)
        .body("experiment.name", equalTo("Default"))
        .body("experiment.artifact_location", equalTo("mlflow-artifacts:/0"))
        .body("experiment.lifecycle_stage", equalTo("active"))
        .body("experiment", not(hasKey("tags")));
  }

  @Test
  void createsAndFinds() {
    String name = unique("iris ü");
    String id =
        ok(post(
                "experiments/create",
                Map.of("name", name, "tags", List.of(Map.of("key", "a", "value", "b")))))
            .path("experiment_id");

    for (Response found :
        List.of(
            get("experiments/get", Map.of("experiment_id", id)),
            get("experiments/get-by-name", Map.of("experiment_name", name)))) {
      found
          .then()
          .statusCode(200)
          .body("experiment.experiment_id", equalTo(id))
          .body("experiment.name", equalTo(name))
          .body("experiment.artifact_location", equalTo("mlflow-artifacts:/" + id))
          .body("experiment.tags[0].value", equalTo("b"));
    }
    refused(
        post("experiments/create", Map.of("name", name)),
        ErrorCode.RESOURCE_ALREADY_EXISTS,
        "already exists");
  }

  @Test
  void keepsAnOwnLocation() {
    String id =
        ok(post(
                "experiments/create",
                Map.of("name", unique("own"), "artifact_location", "mlflow-artifacts:/team/x/")))
            .path("experiment_id");

    String run = ok(post("runs/create", Map.of("experiment_id", id))).path("run.info.run_id");
    get("runs/get", Map.of("run_id", run))
        .then()
        .body("run.info.artifact_uri", equalTo("mlflow-artifacts:/team/x/" + run + "/artifacts"));
    invalid(
        post(
            "experiments/create",
            Map.of("name", unique("bad"), "artifact_location", "file:///etc")),
        "artifact_location");
    invalid(
        post(
            "experiments/create",
            Map.of("name", unique("bad"), "artifact_location", "s3://bucket/x#y")),
        "can't include fragments or params");
  }

  @Test
  void refusesWhatIsMissingOrWrong() {
    invalid(post("experiments/create", Map.of()), "Missing value for required parameter 'name'");
    invalid(
        post("experiments/create", Map.of("name", 5)),
        "Invalid value 5 for parameter 'name' supplied");
    invalid(
        post("experiments/create", Map.of("name", "x".repeat(501))), "exceeds the maximum length");
    invalid(
        post("experiments/create", Map.of("name", unique("t"), "tags", "x")),
        "Invalid value \"x\" for parameter 'tags' supplied");
    invalid(get("experiments/get", Map.of("experiment_id", "abc")), "must be a valid integer");
    refused(
        get("experiments/get", Map.of("experiment_id", "999999")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "No Experiment with id=999999 exists");
    refused(
        get("experiments/get-by-name", Map.of("experiment_name", "none")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "Could not find experiment with name 'none'");
  }

  @Test
  void pagesNewestFirst() {
    List<String> created = List.of(experiment(), experiment(), experiment());

    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      Response page = ok(post("experiments/search", Map.of("max_results", 2, "page_token", token)));
      seen.addAll(page.path("experiments.experiment_id"));
      token = page.path("next_page_token");
    } while (token != null);

    assertThat(seen).doesNotHaveDuplicates().contains("0").containsAll(created);
    assertThat(seen.indexOf(created.get(2))).isLessThan(seen.indexOf(created.get(0)));
    assertThat(
            ok(get("experiments/search", Map.of("max_results", "5", "view_type", "DELETED_ONLY")))
                .asString())
        .doesNotContain("\"active\"");
    invalid(post("experiments/search", Map.of("max_results", 0)), "positive integer");
    invalid(post("experiments/search", Map.of("max_results", 50_001)), "at most 50000");
    invalid(post("experiments/search", Map.of("page_token", "?")), "page token");
    invalid(post("experiments/search", Map.of("filter", "name = x")), "not quoted");
    invalid(post("experiments/search", Map.of("view_type", "SOME")), "'view_type'");
  }
}
