package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.delete;
import static dev.grove.registry.mlflow.Api.get;
import static dev.grove.registry.mlflow.Api.invalid;
import static dev.grove.registry.mlflow.Api.model;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.patch;
import static dev.grove.registry.mlflow.Api.post;
import static dev.grove.registry.mlflow.Api.refused;
import static dev.grove.registry.mlflow.Api.unique;
import static dev.grove.registry.mlflow.Api.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
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
class ModelChangesTest {
  private static Map<String, ?> at(String model, String version) {
    return Map.of("name", model, "version", version);
  }

  private static void missesVersion(Response response, String model) {
    refused(
        response,
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "Model Version (name=" + model + ", version=9) not found");
  }

  private static void missesModel(Response response) {
    refused(
        response, ErrorCode.RESOURCE_DOES_NOT_EXIST, "Registered Model with name=none not found");
  }

  @Test
  void descriptionsChange() {
    String model = model();
    version(model);
    long before =
        ok(get("registered-models/get", Map.of("name", model)))
            .path("registered_model.last_updated_timestamp");

    patch("registered-models/update", Map.of("name", model, "description", "trees"))
        .then()
        .statusCode(200)
        .body("registered_model.name", equalTo(model))
        .body("registered_model.description", equalTo("trees"))
        .body("registered_model.last_updated_timestamp", greaterThanOrEqualTo(before))
        .body("registered_model.latest_versions.version", equalTo(List.of("1")));
    patch("model-versions/update", Map.of("name", model, "version", "1", "description", "better"))
        .then()
        .statusCode(200)
        .body("model_version.description", equalTo("better"));
    get("model-versions/get", at(model, "1"))
        .then()
        .body("model_version.description", equalTo("better"));
    ok(patch("registered-models/update", Map.of("name", model)))
        .then()
        .body("registered_model", not(hasKey("description")));

    missesModel(patch("registered-models/update", Map.of("name", "none", "description", "x")));
    missesVersion(patch("model-versions/update", at(model, "9")), model);
    invalid(patch("model-versions/update", at(model, "one")), "must be an integer, got 'one'");
    invalid(
        patch("registered-models/update", Map.of("name", model, "description", List.of())),
        "for parameter 'description' supplied");
    invalid(
        patch(
            "registered-models/update", Map.of("name", model, "description", "x".repeat(100_001))),
        "exceeds the maximum length");
    invalid(patch("registered-models/update", Map.of()), "required parameter 'name'");
  }

  @Test
  void aModelIsRenamedWithAllUnderIt() {
    String model = model();
    String taken = model();
    version(model);
    ok(post("registered-models/alias", Map.of("name", model, "alias", "a", "version", "1")));
    String renamed = unique("renamed");

    post("registered-models/rename", Map.of("name", model, "new_name", renamed))
        .then()
        .statusCode(200)
        .body("registered_model.name", equalTo(renamed))
        .body("registered_model.aliases.alias", equalTo(List.of("a")))
        .body("registered_model.latest_versions[0].name", equalTo(renamed));
    assertThat(version(renamed)).isEqualTo("2");
    ok(get("model-versions/get", at(renamed, "1")));
    ok(post("registered-models/rename", Map.of("name", renamed, "new_name", renamed)));

    refused(
        get("registered-models/get", Map.of("name", model)),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "not found");
    refused(
        post("registered-models/rename", Map.of("name", renamed, "new_name", taken)),
        ErrorCode.RESOURCE_ALREADY_EXISTS,
        "Registered Model (name=" + taken + ") already exists");
    missesModel(post("registered-models/rename", Map.of("name", "none", "new_name", "other")));
    invalid(
        post("registered-models/rename", Map.of("name", renamed)),
        "Missing value for required parameter 'new_name'");
    invalid(
        post("registered-models/rename", Map.of("name", renamed, "new_name", "a/b")),
        "cannot contain '/' or ':'");
  }

  @Test
  void aDeletedModelIsGoneWithAllUnderIt() {
    String model = model();
    version(model);
    ok(post("registered-models/alias", Map.of("name", model, "alias", "a", "version", "1")));
    ok(post("registered-models/set-tag", Map.of("name", model, "key", "k", "value", "v")));

    assertThat(ok(delete("registered-models/delete", Map.of("name", model))).asString())
        .isEqualTo("{}");

    for (Response gone :
        List.of(
            delete("registered-models/delete", Map.of("name", model)),
            get("registered-models/get", Map.of("name", model)),
            get("registered-models/alias", Map.of("name", model, "alias", "a")),
            get("model-versions/get", at(model, "1")))) {
      refused(gone, ErrorCode.RESOURCE_DOES_NOT_EXIST, "not found");
    }
    ok(post("registered-models/create", Map.of("name", model)));
    get("registered-models/get", Map.of("name", model))
        .then()
        .body("registered_model", not(hasKey("tags")))
        .body("registered_model", not(hasKey("aliases")));
  }

  @Test
  void aDeletedVersionsNumberIsNeverGivenAgain() {
    String model = model();
    version(model);
    assertThat(version(model)).isEqualTo("2");
    ok(post("registered-models/alias", Map.of("name", model, "alias", "a", "version", "2")));

    assertThat(ok(delete("model-versions/delete", at(model, "2"))).asString()).isEqualTo("{}");

    refused(
        get("model-versions/get", at(model, "2")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "Model Version (name=" + model + ", version=2) not found");
    invalid(get("registered-models/alias", Map.of("name", model, "alias", "a")), "not found");
    get("registered-models/get", Map.of("name", model))
        .then()
        .body("registered_model.latest_versions.version", equalTo(List.of("1")));
    assertThat(version(model)).isEqualTo("3");
    missesVersion(delete("model-versions/delete", at(model, "9")), model);
    invalid(delete("model-versions/delete", Map.of("name", model)), "'version'");
  }

  @Test
  void tagsAreSetAndRemovedOneByOne() {
    String model = model();
    version(model);
    for (String value : List.of("old", "new")) {
      ok(post("registered-models/set-tag", Map.of("name", model, "key", "k", "value", value)));
      ok(
          post(
              "model-versions/set-tag",
              Map.of("name", model, "version", "1", "key", "k", "value", value)));
    }
    ok(post("model-versions/set-tag", Map.of("name", model, "version", "1", "key", "empty")));

    get("registered-models/get", Map.of("name", model))
        .then()
        .body("registered_model.tags", equalTo(List.of(Map.of("key", "k", "value", "new"))));
    get("model-versions/get", at(model, "1"))
        .then()
        .body("model_version.tags.key", equalTo(List.of("empty", "k")))
        .body("model_version.tags.value", equalTo(List.of("", "new")));

    for (int i = 0; i < 2; i++) {
      ok(delete("registered-models/delete-tag", Map.of("name", model, "key", "k")));
      ok(delete("model-versions/delete-tag", Map.of("name", model, "version", "1", "key", "k")));
    }
    get("registered-models/get", Map.of("name", model))
        .then()
        .body("registered_model", not(hasKey("tags")));
    get("model-versions/get", at(model, "1"))
        .then()
        .body("model_version.tags.key", equalTo(List.of("empty")));

    missesModel(post("registered-models/set-tag", Map.of("name", "none", "key", "k")));
    missesModel(delete("registered-models/delete-tag", Map.of("name", "none", "key", "k")));
    Map<String, String> ninth = Map.of("name", model, "version", "9", "key", "k");
    missesVersion(post("model-versions/set-tag", ninth), model);
    missesVersion(delete("model-versions/delete-tag", ninth), model);
    for (String key : List.of("../k", "a//b", "a*b", "x".repeat(251))) {
      invalid(post("registered-models/set-tag", Map.of("name", model, "key", key)), "key");
      invalid(delete("registered-models/delete-tag", Map.of("name", model, "key", key)), "key");
    }
    invalid(
        post(
            "registered-models/set-tag",
            Map.of("name", model, "key", "k", "value", "x".repeat(100_001))),
        "exceeds the maximum length");
    invalid(
        post("model-versions/set-tag", Map.of("name", model, "version", "1")),
        "Missing value for required parameter 'key'");
  }

  @Test
  void versionsPassThroughStages() {
    String model = model();
    version(model);
    version(model);
    version(model);
    transition(model, "1", "production", false)
        .then()
        .statusCode(200)
        .body("model_version.version", equalTo("1"))
        .body("model_version.current_stage", equalTo("Production"));
    ok(transition(model, "2", "PRODUCTION", true));
    ok(transition(model, "3", "Staging", true));

    get("model-versions/get", at(model, "1"))
        .then()
        .body("model_version.current_stage", equalTo("Archived"));
    for (Response latest :
        List.of(
            get("registered-models/get-latest-versions", Map.of("name", model)),
            post("registered-models/get-latest-versions", Map.of("name", model)))) {
      latest.then().statusCode(200).body("model_versions.version", equalTo(List.of("1", "2", "3")));
    }
    get(
            "registered-models/get-latest-versions",
            Map.of("name", model, "stages", List.of("production", "Staging")))
        .then()
        .body("model_versions.version", equalTo(List.of("2", "3")));
    post(
            "registered-models/get-latest-versions",
            Map.of("name", model, "stages", List.of("archived")))
        .then()
        .body("model_versions.version", equalTo(List.of("1")));
    assertThat(
            ok(get(
                    "registered-models/get-latest-versions",
                    Map.of("name", model, "stages", "none")))
                .asString())
        .isEqualTo("{}");

    invalid(
        transition(model, "1", "Live", false),
        "Invalid Model Version stage: Live. Value must be one of None, Staging, Production,"
            + " Archived.");
    invalid(transition(model, "1", "None", true), "'None' is not an Active stage");
    missesVersion(transition(model, "9", "Staging", true), model);
    invalid(
        post("registered-models/get-latest-versions", Map.of("name", model, "stages", "x")),
        "for parameter 'stages' supplied");
    missesModel(get("registered-models/get-latest-versions", Map.of("name", "none")));
    invalid(
        post(
            "model-versions/transition-stage",
            Map.of(
                "name",
                model,
                "version",
                "1",
                "stage",
                "Staging",
                "archive_existing_versions",
                "yes")),
        "for parameter 'archive_existing_versions' supplied");
    invalid(post("model-versions/transition-stage", at(model, "1")), "'stage'");
  }

  private static Response transition(String model, String version, String stage, boolean archive) {
    return post(
        "model-versions/transition-stage",
        Map.of(
            "name",
            model,
            "version",
            version,
            "stage",
            stage,
            "archive_existing_versions",
            archive));
  }
}
