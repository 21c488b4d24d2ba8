package dev.grove.registry.promotion;

import static dev.grove.registry.promotion.Models.as;
import static dev.grove.registry.promotion.Models.mlflow;
import static dev.grove.registry.promotion.Models.mlflowDelete;
import static dev.grove.registry.promotion.Models.ok;
import static dev.grove.registry.promotion.Models.policy;
import static dev.grove.registry.promotion.Models.post;
import static dev.grove.registry.promotion.Models.promote;
import static dev.grove.registry.promotion.Models.rollBack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ModelEventsTest {
  private static List<String> events(String model) throws SQLException {
    return Rows.texts(
        "select type || ' ' || data from registry.event where model = ? order by event_no", model);
  }

  @Test
  void changesAreToldWithMlflowsNames() throws Exception {
    String model = "told-" + UUID.randomUUID();
    List<Map<String, String>> tags = List.of(Map.of("key", "k", "value", "v"));
    ok(mlflow("registered-models/create", Map.of("name", model, "description", "d", "tags", tags)));
    ok(
        mlflow(
            "model-versions/create",
            Map.of(
                "name",
                model,
                "source",
                "s3://b/m",
                "run_id",
                "r",
                "description",
                "first",
                "tags",
                tags)));
    ok(mlflow("model-versions/create", Map.of("name", model, "source", "s3://b/m")));
    Map<String, String> first = Map.of("name", model, "version", "1", "key", "t", "value", "x");
    ok(mlflow("model-versions/set-tag", first));
    ok(mlflowDelete("model-versions/delete-tag", first));
    Map<String, String> ofModel = Map.of("name", model, "key", "t", "value", "x");
    ok(mlflow("registered-models/set-tag", ofModel));
    ok(mlflowDelete("registered-models/delete-tag", ofModel));
    Map<String, String> alias = Map.of("name", model, "alias", "a", "version", "1");
    ok(mlflow("registered-models/alias", alias));
    ok(mlflowDelete("registered-models/alias", alias));
    ok(mlflowDelete("registered-models/alias", alias));

    String named = "\"name\": \"" + model + "\"";
    assertThat(events(model))
        .containsExactly(
            "registered_model.created {"
                + named
                + ", \"tags\": {\"k\": \"v\"}, \"description\": \"d\"}",
            "model_version.created {"
                + named
                + ", \"tags\": {\"k\": \"v\"}, \"run_id\": \"r\", \"source\": \"s3://b/m\","
                + " \"version\": \"1\", \"description\": \"first\"}",
            "model_version.created {"
                + named
                + ", \"tags\": {}, \"run_id\": null, \"source\": \"s3://b/m\","
                + " \"version\": \"2\", \"description\": null}",
            "model_version_tag.set {\"key\": \"t\", "
                + named
                + ", \"value\": \"x\", \"version\": \"1\"}",
            "model_version_tag.deleted {\"key\": \"t\", " + named + ", \"version\": \"1\"}",
            "registered_model_tag.set {\"key\": \"t\", " + named + ", \"value\": \"x\"}",
            "registered_model_tag.deleted {\"key\": \"t\", " + named + "}",
            "model_version_alias.created {" + named + ", \"alias\": \"a\", \"version\": \"1\"}",
            "model_version_alias.deleted {" + named + ", \"alias\": \"a\"}");
  }

  @Test
  void promotionsAreToldFromRequestToDecision() throws Exception {
    String model = Models.model();
    Models.version(model, Map.of());
    Models.version(model, Map.of());
    policy(model, Map.of("approvals", 1));
    String id = promote("ann", model, "champion", "1").path("id");
    post("bob", "/promotions/" + id + "/approve", null).then().statusCode(200);
    as("owner", "DELETE", "/promotions/policies/" + model, null).then().statusCode(204);
    promote("ann", model, "champion", "2").then().statusCode(201);
    rollBack("eve", model, "champion").then().statusCode(201);

    assertThat(
            Rows.texts(
                """
                select concat_ws(' ', type, data ->> 'alias', data ->> 'version', data ->> 'state',
                  data ->> 'actor', (data ->> 'promotion') = ?)
                from registry.event
                where model = ? and type not like '%.created' or
                  model = ? and type = 'model_version_alias.created'
                order by event_no
                """,
                id, model, model))
        .containsExactly(
            "promotion.requested champion 1 pending ann t",
            "model_version_alias.created champion 1",
            "promotion.decided champion 1 promoted bob t",
            "model_version_alias.created champion 2",
            "promotion.decided champion 2 promoted ann f",
            "model_version_alias.created champion 1",
            "promotion.decided champion 1 rolled_back eve f");
  }

  @Test
  void whatIsRefusedTellsNothingOfAliases() throws Exception {
    String model = Models.model();
    Models.version(model, Map.of());
    policy(model, Map.of("approvals", 1));
    assertThat(Models.setAlias(model, "champion", "1").statusCode()).isEqualTo(403);

    assertThat(events(model)).noneMatch(event -> event.startsWith("model_version_alias"));
  }

  @Test
  void promptsAreNoModels() throws Exception {
    String prompt = "prompt-" + UUID.randomUUID();
    List<Map<String, String>> tags =
        List.of(Map.of("key", "mlflow.prompt.is_prompt", "value", "true"));
    ok(mlflow("registered-models/create", Map.of("name", prompt, "tags", tags)));
    ok(
        mlflow(
            "model-versions/create",
            Map.of("name", prompt, "source", "dummy://source", "tags", tags)));
    Models.setAlias(prompt, "production", "1").then().statusCode(200);
    Map<String, String> tag = Map.of("name", prompt, "version", "1", "key", "t", "value", "x");
    ok(mlflow("model-versions/set-tag", tag));
    ok(mlflowDelete("model-versions/delete-tag", tag));

    assertThat(events(prompt)).isEmpty();
  }
}
