package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.get;
import static dev.grove.registry.mlflow.Api.invalid;
import static dev.grove.registry.mlflow.Api.model;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.post;
import static dev.grove.registry.mlflow.Api.refused;
import static dev.grove.registry.mlflow.Api.run;
import static dev.grove.registry.mlflow.Api.unique;
import static dev.grove.registry.mlflow.Api.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.ErrorCode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ModelRegistryTest {
  private static List<String> versions(String filter) {
    return ok(get("model-versions/search", Map.of("filter", filter)))
        .path("model_versions.version");
  }

  @Test
  void modelsAreCreatedOnce() {
    String name = unique("iris model");
    Map<String, ?> body =
        Map.of(
            "name",
            name,
            "description",
            "leaves",
            "tags",
            List.of(Map.of("key", "a", "value", "b")));
    post("registered-models/create", body)
        .then()
        .statusCode(200)
        .body("registered_model.name", equalTo(name))
        .body("registered_model.creation_timestamp", greaterThan(1_000_000_000_000L))
        .body("registered_model", not(hasKey("latest_versions")));

    refused(
        post("registered-models/create", body),
        ErrorCode.RESOURCE_ALREADY_EXISTS,
        "Registered Model (name=" + name + ") already exists");
    get("registered-models/get", Map.of("name", name))
        .then()
        .statusCode(200)
        .body("registered_model.description", equalTo("leaves"))
        .body("registered_model.tags[0].key", equalTo("a"));
    refused(
        get("registered-models/get", Map.of("name", "none")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "Registered Model with name=none not found");
    for (String bad : List.of("a/b", "a:b", ".", "..", " ", "x".repeat(257))) {
      post("registered-models/create", Map.of("name", bad)).then().statusCode(400);
    }
    invalid(
        post("registered-models/create", Map.of()), "Missing value for required parameter 'name'");
  }

  @Test
  void versionsCarryWhatTheyWereGiven() {
    String model = model();
    String run = run();
    post(
            "model-versions/create",
            Map.of(
                "name",
                model,
                "source",
                "runs:/" + run + "/model",
                "run_id",
                run,
                "run_link",
                "http://somewhere/run",
                "description",
                "first",
                "tags",
                List.of(Map.of("key", "grove.manifest.sha256", "value", "ab"))))
        .then()
        .statusCode(200)
        .body("model_version.version", equalTo("1"))
        .body("model_version.status", equalTo("READY"))
        .body("model_version.current_stage", equalTo("None"));
    version(model);

    get("model-versions/get", Map.of("name", model, "version", "1"))
        .then()
        .statusCode(200)
        .body("model_version.source", equalTo("runs:/" + run + "/model"))
        .body("model_version.run_id", equalTo(run))
        .body("model_version.run_link", equalTo("http://somewhere/run"))
        .body("model_version.description", equalTo("first"))
        .body("model_version.tags[0].value", equalTo("ab"))
        .body("model_version", not(hasKey("aliases")));
    get("model-versions/get-download-uri", Map.of("name", model, "version", "1"))
        .then()
        .statusCode(200)
        .body("artifact_uri", equalTo("mlflow-artifacts:/0/" + run + "/artifacts/model"));
    get("registered-models/get", Map.of("name", model))
        .then()
        .body("registered_model.latest_versions.version", equalTo(List.of("2")));
  }

  @Test
  void sourcesLeadSomewhere() {
    String model = model();
    String run = run();
    ok(post("model-versions/create", Map.of("name", model, "source", "runs:/" + run)));
    ok(post("registered-models/alias", Map.of("name", model, "alias", "copied", "version", "1")));
    for (String source : List.of("models:/" + model + "/1", "models:/" + model + "@copied")) {
      String copy =
          ok(post("model-versions/create", Map.of("name", model, "source", source)))
              .path("model_version.version");
      get("model-versions/get-download-uri", Map.of("name", model, "version", copy))
          .then()
          .body("artifact_uri", equalTo("mlflow-artifacts:/0/" + run + "/artifacts"));
    }

    refused(
        post("model-versions/create", Map.of("name", model, "source", "runs:/none/model")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "Run with id=none not found");
    for (String source :
        List.of(
            "/etc/passwd",
            "file:///etc",
            "runs:/" + run + "/../../x",
            "models:/x",
            "s3://b/../c")) {
      invalid(
          post("model-versions/create", Map.of("name", model, "source", source)),
          "Invalid model version source");
    }
    refused(
        post("model-versions/create", Map.of("name", "none", "source", "s3://b/c")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "Registered Model with name=none not found");
    invalid(post("model-versions/create", Map.of("name", model)), "'source'");
  }

  @Test
  void versionsAreMissedClearly() {
    String model = model();
    refused(
        get("model-versions/get", Map.of("name", model, "version", "1")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "Model Version (name=" + model + ", version=1) not found");
    invalid(
        get("model-versions/get", Map.of("name", model, "version", "one")),
        "must be an integer, got 'one'");
    invalid(get("model-versions/get-download-uri", Map.of("name", model)), "'version'");
  }

  @Test
  void versionsAreFoundByRunAndName() {
    String one = model();
    String other = unique("it's");
    ok(post("registered-models/create", Map.of("name", other)));
    String run = unique("run");
    for (String name : List.of(one, other, one)) {
      ok(post("model-versions/create", Map.of("name", name, "source", "s3://b/m", "run_id", run)));
    }

    assertThat(versions("run_id='" + run + "'")).hasSize(3);
    assertThat(versions("run_id = '" + run + "' AND name = '" + one + "'"))
        .containsExactly("2", "1");
    assertThat(versions("name='" + other.replace("'", "''") + "'")).containsExactly("1");
    assertThat(ok(get("model-versions/search", Map.of("filter", "run_id='x'' OR 1=1'"))).asString())
        .isEqualTo("{}");

    Response first =
        ok(
            get(
                "model-versions/search",
                Map.of("filter", "run_id='" + run + "'", "max_results", 2)));
    Response rest =
        ok(
            get(
                "model-versions/search",
                Map.of(
                    "filter",
                    "run_id='" + run + "'",
                    "page_token",
                    first.<String>path("next_page_token"))));
    assertThat(first.<List<String>>path("model_versions.name")).hasSize(2);
    assertThat(rest.<List<String>>path("model_versions.name")).hasSize(1);
    assertThat(rest.<Object>path("next_page_token")).isNull();

    invalid(get("model-versions/search", Map.of("filter", "run_id > '1'")), "Invalid comparator");
    invalid(
        get("model-versions/search", Map.of("filter", "status = 'x'")), "Invalid attribute key");
    invalid(get("model-versions/search", Map.of("max_results", "200001")), "at most 200000");
    invalid(get("model-versions/search", Map.of("order_by", "run_id")), "Invalid attribute key");
  }

  @Test
  void modelsAreListedByName() {
    String prefix = unique("list");
    for (String end : List.of("c", "a", "b")) {
      ok(
          post(
              "registered-models/create",
              Map.of("name", prefix + end, "tags", List.of(Map.of("key", "end", "value", end)))));
    }

    String like = "name LIKE '" + prefix + "%'";
    Response first = ok(get("registered-models/search", Map.of("filter", like, "max_results", 2)));
    assertThat(first.<List<String>>path("registered_models.name"))
        .containsExactly(prefix + "a", prefix + "b");
    assertThat(
            ok(get(
                    "registered-models/search",
                    Map.of("filter", like, "page_token", first.<String>path("next_page_token"))))
                .<List<String>>path("registered_models.name"))
        .containsExactly(prefix + "c");
    for (String filter :
        List.of(
            "name = '" + prefix + "b'",
            like + " and tags.end = 'b'",
            like
                + " and tags.end != 'a' and tags.end != 'c' and tag.`mlflow.prompt.is_prompt` != 'true'")) {
      assertThat(
              ok(get("registered-models/search", Map.of("filter", filter)))
                  .<List<String>>path("registered_models.name"))
          .as(filter)
          .containsExactly(prefix + "b");
    }
    ok(get("registered-models/search", Map.of("order_by", List.of("name ASC"))));
    invalid(get("registered-models/search", Map.of("order_by", "creation_timestamp")), "key");
    invalid(get("registered-models/search", Map.of("max_results", 1_001)), "at most 1000");
    invalid(
        get("registered-models/search", Map.of("filter", "metrics.a > 1")), "Invalid entity type");
  }
}
