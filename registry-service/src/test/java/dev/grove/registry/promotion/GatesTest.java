package dev.grove.registry.promotion;

import static dev.grove.registry.promotion.Models.holder;
import static dev.grove.registry.promotion.Models.model;
import static dev.grove.registry.promotion.Models.ok;
import static dev.grove.registry.promotion.Models.policy;
import static dev.grove.registry.promotion.Models.problem;
import static dev.grove.registry.promotion.Models.promote;
import static dev.grove.registry.promotion.Models.setAlias;
import static dev.grove.registry.promotion.Models.sound;
import static dev.grove.registry.promotion.Models.version;
import static dev.grove.registry.promotion.Models.withInput;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class GatesTest {
  private static String input(String columns) {
    return "{\"columns\":[" + columns + "],\"cleaning\":{\"trim\":true,\"nullTokens\":[]}}";
  }

  private static String column(String name, String type) {
    return "{\"name\":\"" + name + "\",\"type\":\"" + type + "\"}";
  }

  private static void refused(Response response, String fragment) {
    problem(response, 409, fragment);
    response.then().body("title", equalTo("Gates failed")).body("state", equalTo("refused"));
  }

  @Test
  void metricsHaveBounds() {
    String model = model();
    policy(
        model,
        Map.of(
            "metrics",
            List.of(
                Map.of("split", "test", "metric", "auc", "atLeast", 0.9),
                Map.of("metric", "test.log_loss", "atMost", 0.4))));
    String good = version(model, Map.of("test.auc", 0.9, "test.log_loss", 0.4));
    String dull = version(model, Map.of("test.auc", 0.89, "test.log_loss", 0.4));
    String unsure = version(model, Map.of("test.auc", 0.95, "test.log_loss", 0.41));
    String unmeasured = version(model, Map.of("test.auc", 0.95));
    String broken = version(model, Map.of("test.auc", "NaN", "test.log_loss", 0.1));

    refused(promote("ann", model, "champion", dull), "metric test.auc: 0.89, must be >= 0.9");
    refused(promote("ann", model, "champion", unsure), "test.log_loss: 0.41, must be <= 0.4");
    refused(promote("ann", model, "champion", unmeasured), "test.log_loss: missing");
    Response nan = promote("ann", model, "champion", broken);
    refused(nan, "test.auc: NaN");
    nan.then().body("gates[0].measured", equalTo("NaN")).body("gates[0].passed", equalTo(false));
    assertThat(holder(model, "champion")).isNull();

    promote("ann", model, "champion", good)
        .then()
        .statusCode(201)
        .body("state", equalTo("promoted"))
        .body("gates", hasSize(2))
        .body("gates[0].gate", equalTo("metric"))
        .body("gates[0].subject", equalTo("test.auc"))
        .body("gates[0].measured", equalTo(0.9f))
        .body("gates[0].rule", equalTo(">="))
        .body("gates[0].bound", equalTo(0.9f));
    assertThat(holder(model, "champion")).isEqualTo(good);
    sound(model);
  }

  @Test
  void aDeletedRunProvesNothing() {
    String model = model();
    policy(model, Map.of("metrics", List.of(Map.of("metric", "a", "atLeast", 0))));
    String version = version(model, Map.of("a", 1));
    String run =
        ok(Models.mlflowGet("model-versions/get", Map.of("name", model, "version", version)))
            .path("model_version.run_id");
    Response deleted = Models.mlflow("runs/delete", Map.of("run_id", run));
    if (deleted.statusCode() == 200) {
      refused(promote("ann", model, "champion", version), "metric a: missing");
    } else {
      promote("ann", model, "champion", version).then().statusCode(201);
    }
  }

  @Test
  void aNewChampionIsBetterByAMargin() {
    String model = model();
    policy(
        model,
        Map.of(
            "improvements",
            List.of(
                Map.of("split", "test", "metric", "auc", "by", 0.1),
                Map.of("split", "test", "metric", "mae", "by", 1, "better", "lower"))));
    promote("ann", model, "champion", version(model, Map.of("test.auc", 0.2, "test.mae", 5)))
        .then()
        .statusCode(201)
        .body("gates.passed", equalTo(List.of(true, true)))
        .body("gates[0].detail", equalTo("nothing to compare with"));

    refused(
        promote("ann", model, "champion", version(model, Map.of("test.auc", 0.29, "test.mae", 4))),
        "improvement test.auc: 0.09, must be >= 0.1 (0.29 against 0.2 of version 1)");
    refused(
        promote("ann", model, "champion", version(model, Map.of("test.auc", 0.9, "test.mae", 5))),
        "improvement test.mae: 0.0, must be >= 1.0");
    refused(
        promote("ann", model, "champion", version(model, Map.of("test.auc", 0.9))),
        "improvement test.mae: missing, must be >= 1.0 (the version's run has no such metric)");
    // 0.3 - 0.2 is less than 0.1 in doubles.
    promote("ann", model, "champion", version(model, Map.of("test.auc", 0.3, "test.mae", 4)))
        .then()
        .statusCode(201);
    promote("ann", model, "champion", version(model, Map.of("test.auc", 0.4, "test.mae", 3)))
        .then()
        .statusCode(201)
        .body("before", equalTo("5"));
  }

  @Test
  void theInputStaysTheSame() {
    String model = model();
    policy(model, Map.of("sameInput", true));
    String first = withInput(model, input(column("a", "integer") + "," + column("b", "string")));
    promote("ann", model, "champion", first).then().statusCode(201);

    promote(
            "ann",
            model,
            "champion",
            withInput(model, input(column("b", "string") + "," + column("a", "integer"))))
        .then()
        .statusCode(201);
    refused(
        promote(
            "ann",
            model,
            "champion",
            withInput(model, input(column("a", "double") + "," + column("c", "date")))),
        "sameInput input.json: 3.0, must be <= 0.0 (a: integer to double, b: string to none,"
            + " c: none to date)");
    refused(
        promote("ann", model, "champion", withInput(model, null)),
        "of the version: there is no input.json");
    for (String hostile :
        List.of(
            "",
            "{",
            "[]",
            "{\"columns\":{}}",
            "{\"columns\":[{\"name\":\"a\"}]}",
            "[".repeat(5_000),
            input(column("a", "integer") + "," + column("a", "string")))) {
      refused(promote("ann", model, "champion", withInput(model, hostile)), "of the version:");
    }
    String foreign =
        ok(Models.mlflow(
                "model-versions/create", Map.of("name", model, "source", "s3://bucket/model")))
            .path("model_version.version");
    refused(promote("ann", model, "champion", foreign), "outside the registry's store");
    assertThat(holder(model, "champion")).isEqualTo("2");
    assertThat(setAlias(model, "champion", foreign).statusCode()).isEqualTo(403);
    ok(setAlias(model, "champion", first));
    ok(
        Models.mlflow(
            "model-versions/transition-stage",
            Map.of("name", model, "version", "2", "stage", "Production")));
    assertThat(holder(model, "champion")).isEqualTo("2");
    assertThat((String) Models.ledger(model).get(Models.ledger(model).size() - 1).get("detail"))
        .contains("\"to\":\"Production\"", "\"gate\":\"sameInput\"", "\"measured\":0.0");
    sound(model);
  }

  @Test
  void theDatasetsQualityIsARunsMetric() {
    String model = model();
    policy(model, Map.of("dataQuality", Map.of("atLeast", 0.95)));

    refused(
        promote("ann", model, "champion", version(model, Map.of("dataset.quality_score", 0.9))),
        "dataQuality dataset.quality_score: 0.9, must be >= 0.95");
    refused(promote("ann", model, "champion", version(model, Map.of("a", 1))), "missing");
    promote("ann", model, "champion", version(model, Map.of("dataset.quality_score", 0.95)))
        .then()
        .statusCode(201);
  }

  @Test
  void anEvaluationGrowsOld() {
    String model = model();
    policy(
        model,
        Map.of(
            "metrics",
            List.of(Map.of("metric", "a", "atLeast", 0)),
            "evaluation",
            Map.of("maxAge", "PT1H")));
    long now = System.currentTimeMillis();
    String old = version(model, Map.of("a", 1), now - Duration.ofHours(2).toMillis());
    String future = version(model, Map.of("a", 1), now + Duration.ofHours(2).toMillis());
    String farFuture = version(model, Map.of("a", 1), Long.MAX_VALUE);
    String ancient = version(model, Map.of("a", 1), 0);

    refused(promote("ann", model, "champion", old), "evaluation age: 72");
    refused(promote("ann", model, "champion", ancient), "must be <= 3600.0");
    refused(promote("ann", model, "champion", future), "it lies in the future");
    refused(promote("ann", model, "champion", farFuture), "it lies in the future");
    promote("ann", model, "champion", version(model, Map.of("a", 1))).then().statusCode(201);

    policy(model, Map.of("evaluation", Map.of("maxAge", "PT1H")));
    refused(promote("ann", model, "champion", old), "evaluation age");
    refused(promote("ann", model, "champion", version(model, Map.of())), "no metric was logged");
    promote("ann", model, "champion", version(model, Map.of("b", 1))).then().statusCode(201);
  }

  @Test
  void otherAliasesAreFreeUnlessThePolicyNamesThem() {
    String model = model();
    String version = version(model, Map.of());
    policy(model, Map.of("metrics", List.of(Map.of("metric", "a", "atLeast", 1))));
    ok(setAlias(model, "challenger", version));
    promote("ann", model, "other", version).then().statusCode(201);

    policy(
        model,
        Map.of(
            "aliases",
            List.of("other", "challenger"),
            "metrics",
            List.of(Map.of("metric", "a", "atLeast", 1))));
    ok(setAlias(model, "champion", version));
    String next = version(model, Map.of());
    refused(promote("ann", model, "other", next), "metric a: missing");
    // Nothing changes, so nothing is asked.
    promote("ann", model, "other", version).then().statusCode(201);
    given()
        .get("/promotions/policies/{model}", model)
        .then()
        .statusCode(200)
        .body("aliases", equalTo(List.of("challenger", "other")))
        .body("metrics[0].metric", equalTo("a"))
        .body("metrics[0].atLeast", equalTo(1.0f));
  }

  @Test
  void mlflowsCallsMeetTheSameGates() {
    String model = model();
    policy(
        model,
        Map.of(
            "metrics",
            List.of(Map.of("split", "test", "metric", "auc", "atLeast", 0.9)),
            "approvals",
            1));
    String version = version(model, Map.of("test.auc", 0.5));
    String needs =
        "keeps alias 'champion' from version 1: metric test.auc: 0.5, must be >= 0.9;"
            + " approvals people: 0.0, must be >= 1.0. Ask with POST /promotions.";
    for (Response refusal :
        List.of(
            setAlias(model, "champion", version),
            Models.mlflow(
                "model-versions/transition-stage",
                Map.of("name", model, "version", version, "stage", "Production")))) {
      refusal
          .then()
          .statusCode(403)
          .body("error_code", equalTo("PERMISSION_DENIED"))
          .body("message", containsString(needs));
    }

    assertThat(holder(model, "champion")).isNull();
    Models.mlflowGet("model-versions/get", Map.of("name", model, "version", version))
        .then()
        .body("model_version.current_stage", equalTo("None"));
    given()
        .queryParams("model", model, "state", "refused")
        .get("/promotions")
        .then()
        .body("items.via", equalTo(List.of("stage", "alias")))
        .body("items[0].gates.gate", equalTo(List.of("metric", "approvals")));
    sound(model);
  }
}
