package dev.grove.registry.promotion;

import static dev.grove.registry.promotion.Models.as;
import static dev.grove.registry.promotion.Models.blamed;
import static dev.grove.registry.promotion.Models.holder;
import static dev.grove.registry.promotion.Models.ledger;
import static dev.grove.registry.promotion.Models.mlflow;
import static dev.grove.registry.promotion.Models.mlflowDelete;
import static dev.grove.registry.promotion.Models.model;
import static dev.grove.registry.promotion.Models.ok;
import static dev.grove.registry.promotion.Models.policy;
import static dev.grove.registry.promotion.Models.post;
import static dev.grove.registry.promotion.Models.problem;
import static dev.grove.registry.promotion.Models.promote;
import static dev.grove.registry.promotion.Models.rollBack;
import static dev.grove.registry.promotion.Models.setAlias;
import static dev.grove.registry.promotion.Models.sound;
import static dev.grove.registry.promotion.Models.version;
import static dev.grove.registry.promotion.Models.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class PromotionTest {
  private static String pending(String actor, String model, String version) {
    Response response = promote(actor, model, "champion", version);
    response.then().statusCode(202).body("state", equalTo("pending"));
    return response.path("id");
  }

  private static Response approve(String actor, String id) {
    return post(actor, "/promotions/" + id + "/approve", Map.of("comment", "fine by " + actor));
  }

  private static String state(String id) {
    return ok(given().get("/promotions/{id}", id)).path("state");
  }

  private static List<String> actions(String model) {
    return ledger(model).stream().map(entry -> (String) entry.get("action")).toList();
  }

  @Test
  void anAliasMovesAndTheLedgerSaysWhy() {
    String model = model();
    version(model, Map.of());
    version(model, Map.of());
    Response first =
        post(
            "ann",
            "/promotions",
            Map.of("model", model, "alias", "champion", "version", 1, "comment", "first \"ü\"\n"));
    first
        .then()
        .statusCode(201)
        .header("Location", equalToPath(first))
        .body("model", equalTo(model))
        .body("alias", equalTo("champion"))
        .body("version", equalTo("1"))
        .body("state", equalTo("promoted"))
        .body("via", equalTo("promotions"))
        .body("requestedBy", equalTo("ann"))
        .body("decidedBy", equalTo("ann"))
        .body("comment", equalTo("first \"ü\"\n"))
        .body("$", not(hasKey("before")))
        .body("after", equalTo("1"));
    ok(setAlias(model, "champion", "2"));
    ok(setAlias(model, "challenger", "1"));
    ok(mlflowDelete("registered-models/alias", Map.of("name", model, "alias", "challenger")));

    assertThat(ok(given().get("/promotions/{id}", first.<String>path("id"))).asString())
        .isEqualTo(first.asString());
    Response all = ok(given().queryParam("model", model).get("/promotions"));
    assertThat(all.<List<String>>path("items.state"))
        .containsExactly("removed", "promoted", "promoted", "promoted");
    assertThat(all.<List<String>>path("items.via"))
        .containsExactly("alias", "alias", "alias", "promotions");
    assertThat(all.<List<String>>path("items.requestedBy"))
        .containsExactly("anonymous", "anonymous", "anonymous", "ann");
    assertThat(all.<List<String>>path("items.before")).containsExactly("1", null, "1", null);
    assertThat(all.<List<String>>path("items.after")).containsExactly(null, "1", "2", "1");
    sound(model);
  }

  private static org.hamcrest.Matcher<String> equalToPath(Response promotion) {
    return equalTo(
        given().get("/promotions/{id}", promotion.<String>path("id")).statusCode() == 200
            ? promotion.header("Location")
            : null);
  }

  @Test
  void approvalsAreOfOthersAndCountOnce() {
    String model = model();
    policy(model, Map.of("approvals", 2));
    String id = pending("ann", model, version(model, Map.of()));
    assertThat(holder(model, "champion")).isNull();

    problem(approve("ann", id), 403, "'ann' requested it and may not approve it");
    problem(approve(null, id), 403, "needs a name");
    problem(approve("anonymous", id), 403, "needs a name");
    for (int i = 0; i < 2; i++) {
      approve("bob", id)
          .then()
          .statusCode(200)
          .body("state", equalTo("pending"))
          .body("approvals.actor", equalTo(List.of("bob")))
          .body("approvals[0].verified", equalTo(false))
          .body("gates[0].measured", equalTo(1.0f));
    }
    approve("eve", id)
        .then()
        .statusCode(200)
        .body("state", equalTo("promoted"))
        .body("approvals.actor", equalTo(List.of("bob", "eve")))
        .body("approvals[1].comment", equalTo("fine by eve"))
        .body("requestedBy", equalTo("ann"))
        .body("decidedBy", equalTo("eve"))
        .body("after", equalTo("1"));
    assertThat(holder(model, "champion")).isEqualTo("1");

    problem(approve("dan", id), 409, "is promoted already");
    problem(post("dan", "/promotions/" + id + "/reject", null), 409, "is promoted already");
    assertThat(actions(model))
        .containsExactly("policy_set", "requested", "approved", "approved", "approved", "promoted");
    problem(promote(null, model, "champion", version(model, Map.of())), 403, "needs a name");
    sound(model);
  }

  @Test
  void gatesAreAskedAnewWhenSomebodyApproves() {
    String model = model();
    Map<String, Object> policy =
        Map.of("approvals", 1, "metrics", List.of(Map.of("metric", "a", "atLeast", 1)));
    policy(model, policy);
    String version = version(model, Map.of("a", 1));
    String id = pending("ann", model, version);
    policy(model, with(policy, "metrics", List.of(Map.of("metric", "a", "atLeast", 2))));

    Response refused = approve("bob", id);
    problem(refused, 409, "metric a: 1.0, must be >= 2.0");
    refused.then().body("state", equalTo("refused")).body("promotion", equalTo(id));
    assertThat(state(id)).isEqualTo("refused");
    assertThat(holder(model, "champion")).isNull();

    String again = pendingAfter(model, policy, version);
    as("owner", "DELETE", "/promotions/policies/" + model, null).then().statusCode(204);
    approve("bob", again).then().statusCode(200).body("state", equalTo("promoted"));
    sound(model);
  }

  private static String pendingAfter(String model, Map<String, ?> policy, String version) {
    policy(model, policy);
    return pending("ann", model, version);
  }

  @Test
  void aRequestCanBeRejected() {
    String model = model();
    policy(model, Map.of("approvals", 1));
    String version = version(model, Map.of());
    String id = pending("ann", model, version);
    problem(post(null, "/promotions/" + id + "/reject", null), 403, "needs a name");
    post("bob", "/promotions/" + id + "/reject", Map.of("comment", "too soon"))
        .then()
        .statusCode(200)
        .body("state", equalTo("rejected"))
        .body("decidedBy", equalTo("bob"))
        .body("decisionComment", equalTo("too soon"));
    problem(approve("eve", id), 409, "is rejected already");
    String own = pending("ann", model, version);
    post("ann", "/promotions/" + own + "/reject", null).then().body("state", equalTo("rejected"));
    assertThat(holder(model, "champion")).isNull();
    sound(model);
  }

  @Test
  void whatChangedMeanwhileSupersedes() {
    String model = model();
    policy(model, Map.of("approvals", 1));
    String one = version(model, Map.of());
    String two = version(model, Map.of());
    String three = version(model, Map.of());
    String first = pending("ann", model, one);
    String second = pending("ann", model, two);
    String doomed = pending("ann", model, three);
    ok(mlflowDelete("model-versions/delete", Map.of("name", model, "version", three)));
    assertThat(state(doomed)).isEqualTo("superseded");

    approve("bob", second).then().body("state", equalTo("promoted"));
    assertThat(state(first)).isEqualTo("superseded");
    problem(approve("eve", first), 409, "is superseded already");
    assertThat(holder(model, "champion")).isEqualTo(two);

    String third = pending("ann", model, one);
    rollBackTo(model, null);
    assertThat(state(third)).isEqualTo("pending");
    as("owner", "DELETE", "/promotions/policies/" + model, null).then().statusCode(204);
    ok(setAlias(model, "champion", one));
    assertThat(state(third)).isEqualTo("superseded");
    sound(model);
  }

  private static void rollBackTo(String model, String version) {
    problem(rollBack("ann", model, "champion"), 409, "has no version before this one");
    assertThat(version).isNull();
  }

  @Test
  void aHolderThatWasChangedBehindTheRegistrysBackSupersedesToo() throws Exception {
    String model = model();
    policy(model, Map.of("approvals", 1));
    String one = version(model, Map.of());
    String two = version(model, Map.of());
    String id = pending("ann", model, two);
    Rows.change(
        """
        insert into registry.model_alias (model_no, alias, version, last_updated_time)
        select model_no, 'champion', ?, 0 from registry.registered_model where name = ?
        """,
        Integer.parseInt(one),
        model);

    problem(approve("bob", id), 409, "The alias or the version changed since it was asked for");
    assertThat(state(id)).isEqualTo("superseded");
    assertThat(holder(model, "champion")).isEqualTo(one);
  }

  @Test
  void anotherBundleIsAnotherRequest() {
    String model = model();
    policy(model, Map.of("approvals", 2));
    String version = version(model, Map.of());
    Map<String, String> tag =
        Map.of("name", model, "version", version, "key", "grove.manifest.sha256");
    ok(mlflow("model-versions/set-tag", with(tag, "value", "ab")));
    String id = pending("ann", model, version);
    approve("bob", id)
        .then()
        .statusCode(200)
        .body("state", equalTo("pending"))
        .body("manifest", equalTo("ab"));
    ok(mlflow("model-versions/set-tag", with(tag, "value", "cd")));

    problem(approve("eve", id), 409, "The alias or the version changed since it was asked for");
    assertThat(state(id)).isEqualTo("superseded");
    assertThat(holder(model, "champion")).isNull();
    assertThat(actions(model)).containsExactly("policy_set", "requested", "approved", "superseded");
    sound(model);
  }

  @Test
  void rollbacksGoBackStepByStep() {
    String model = model();
    for (int i = 1; i <= 4; i++) {
      version(model, Map.of());
    }
    problem(rollBack("ann", model, "champion"), 409, "has no version before this one");
    for (String version : List.of("1", "2", "3")) {
      promote("ann", model, "champion", version).then().statusCode(201);
    }
    policy(model, Map.of("metrics", List.of(Map.of("metric", "none", "atLeast", 1))));
    rollBack("eve", model, "champion")
        .then()
        .statusCode(201)
        .body("state", equalTo("rolled_back"))
        .body("before", equalTo("3"))
        .body("after", equalTo("2"))
        .body("requestedBy", equalTo("eve"));
    as("owner", "DELETE", "/promotions/policies/" + model, null).then().statusCode(204);
    promote("ann", model, "champion", "4").then().statusCode(201);
    problem(
        post(
            "eve",
            "/promotions/rollback",
            Map.of("model", model, "alias", "champion", "from", "2")),
        409,
        "does not point to version 2 but to version 4");
    List<String> holders = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      rollBack("eve", model, "champion").then().statusCode(201);
      holders.add(holder(model, "champion"));
    }
    assertThat(holders).containsExactly("2", "1");
    problem(rollBack("eve", model, "champion"), 409, "has no version before this one");
    assertThat(holder(model, "champion")).isEqualTo("1");

    ok(mlflowDelete("registered-models/alias", Map.of("name", model, "alias", "champion")));
    rollBack("eve", model, "champion").then().statusCode(201).body("after", equalTo("1"));
    promote("ann", model, "champion", "4").then().statusCode(201);
    ok(mlflowDelete("model-versions/delete", Map.of("name", model, "version", "1")));
    problem(rollBack("eve", model, "champion"), 409, "Version 1, which alias 'champion' had");
    sound(model);
  }

  @Test
  void aRequestIsOnePromotionPerKey() {
    String model = model();
    version(model, Map.of());
    version(model, Map.of());
    String key = UUID.randomUUID().toString();
    Response first = keyed(key, "{\"model\":\"" + model + "\",\"alias\":\"a\",\"version\":\"1\"}");
    first.then().statusCode(201);
    ok(setAlias(model, "a", "2"));
    Response again =
        keyed(key, "{ \"version\": \"1\", \"alias\": \"a\", \"model\": \"" + model + "\" }");
    again.then().statusCode(201).body("id", equalTo(first.<String>path("id")));
    assertThat(holder(model, "a")).isEqualTo("2");
    problem(
        keyed(key, "{\"model\":\"" + model + "\",\"alias\":\"a\",\"version\":\"2\"}"),
        422,
        "'Idempotency-Key' was used before");
    problem(
        keyed(key, "{\"model\":\"" + model() + "\",\"alias\":\"a\",\"version\":\"2\"}"),
        422,
        "'Idempotency-Key' was used before");
    blamed(keyed("a b", "{}"), "Idempotency-Key");
    blamed(keyed("x".repeat(256), "{}"), "Idempotency-Key");

    policy(model, Map.of("aliases", List.of("a"), "approvals", 1));
    String waits = UUID.randomUUID().toString();
    String body = "{\"model\":\"" + model + "\",\"alias\":\"a\",\"version\":\"1\"}";
    String id = keyed(waits, body).then().statusCode(202).extract().path("id");
    keyed(waits, body).then().statusCode(202).body("id", equalTo(id));
    approve("bob", id).then().statusCode(200);
    keyed(waits, body).then().statusCode(201).body("state", equalTo("promoted"));
    sound(model);
  }

  private static Response keyed(String key, String body) {
    return given()
        .header("X-Grove-Actor", "ann")
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body(body)
        .post("/promotions");
  }

  @Test
  void stagesMoveTheirAliasesAndNotTheOtherWayRound() {
    String model = model();
    String one = version(model, Map.of());
    String two = version(model, Map.of());
    stage(model, one, "Production");
    stage(model, two, "staging");
    assertThat(holder(model, "champion")).isEqualTo(one);
    assertThat(holder(model, "challenger")).isEqualTo(two);

    promote("ann", model, "champion", two).then().statusCode(201);
    assertThat(stageOf(model, one)).isEqualTo("Production");
    assertThat(stageOf(model, two)).isEqualTo("Staging");
    stage(model, one, "Archived");
    assertThat(holder(model, "champion")).isEqualTo(two);

    ok(
        mlflow(
            "model-versions/transition-stage",
            Map.of(
                "name",
                model,
                "version",
                one,
                "stage",
                "Staging",
                "archive_existing_versions",
                true)));
    assertThat(stageOf(model, two)).isEqualTo("Archived");
    assertThat(holder(model, "challenger")).isEqualTo(one);
    assertThat(ledger(model).get(4).get("detail"))
        .isEqualTo("{\"from\":\"Archived\",\"to\":\"Staging\",\"archived\":[2]}");
    given()
        .queryParams("model", model, "alias", "champion")
        .get("/promotions")
        .then()
        .body("items.via", equalTo(List.of("promotions", "stage")));
    sound(model);
  }

  private static void stage(String model, String version, String stage) {
    ok(
        mlflow(
            "model-versions/transition-stage",
            Map.of("name", model, "version", version, "stage", stage)));
  }

  private static String stageOf(String model, String version) {
    return ok(Models.mlflowGet("model-versions/get", Map.of("name", model, "version", version)))
        .path("model_version.current_stage");
  }

  @Test
  void whatAProtectedAliasHoldsStays() {
    String model = model();
    String version = version(model, Map.of());
    ok(setAlias(model, "champion", version));
    ok(setAlias(model, "other", version));
    policy(model, Map.of("approvals", 1));
    for (Response refused :
        List.of(
            mlflowDelete("registered-models/alias", Map.of("name", model, "alias", "champion")),
            mlflowDelete("model-versions/delete", Map.of("name", model, "version", version)),
            mlflowDelete("registered-models/delete", Map.of("name", model)))) {
      refused
          .then()
          .statusCode(403)
          .body("error_code", equalTo("PERMISSION_DENIED"))
          .body("message", containsString("protects alias 'champion', which points to version 1"))
          .body("message", containsString("POST /promotions"));
    }
    assertThat(holder(model, "champion")).isEqualTo(version);
    assertThat(holder(model, "other")).isEqualTo(version);
    ok(setAlias(model, "champion", version));

    as("owner", "DELETE", "/promotions/policies/" + model, null).then().statusCode(204);
    ok(mlflowDelete("model-versions/delete", Map.of("name", model, "version", version)));
    assertThat(holder(model, "champion")).isNull();
    assertThat(actions(model).subList(7, 11))
        .containsExactly("policy_removed", "removed", "removed", "version_deleted");
    sound(model);
  }

  @Test
  void listsAreFilteredAndPaged() {
    String model = model();
    String actor = "pat-" + UUID.randomUUID();
    for (int i = 1; i <= 5; i++) {
      version(model, Map.of());
      promote(i % 2 == 0 ? actor : "ann", model, i == 5 ? "b" : "a", Integer.toString(i))
          .then()
          .statusCode(201);
    }
    List<String> versions = new ArrayList<>();
    String token = null;
    do {
      var request = given().queryParams("model", model, "limit", 2);
      Response page =
          ok((token == null ? request : request.queryParam("pageToken", token)).get("/promotions"));
      versions.addAll(page.path("items.version"));
      token = page.path("nextPageToken");
    } while (token != null);
    assertThat(versions).containsExactly("5", "4", "3", "2", "1");
    assertThat(
            ok(given().queryParam("actor", actor).get("/promotions"))
                .<List<String>>path("items.version"))
        .containsExactly("4", "2");
    assertThat(
            ok(given().queryParams("model", model, "alias", "b").get("/promotions"))
                .<List<String>>path("items.version"))
        .containsExactly("5");
    given()
        .queryParams("model", model, "state", "pending")
        .get("/promotions")
        .then()
        .body("items", equalTo(List.of()))
        .body("nextPageToken", nullValue());
    String renamed = model + "-new";
    ok(mlflow("registered-models/rename", Map.of("name", model, "new_name", renamed)));
    assertThat(
            ok(given().queryParam("model", renamed).get("/promotions"))
                .<List<String>>path("items.version"))
        .hasSize(5);
    sound(renamed);
  }

  @Test
  void basicNamesTheActor() {
    String model = model();
    version(model, Map.of());
    given()
        .auth()
        .preemptive()
        .basic("dörte", "secret")
        .header("X-Grove-Actor", "somebody else")
        .contentType(ContentType.JSON)
        .body(Map.of("name", model, "alias", "a", "version", "1"))
        .post("/api/2.0/mlflow/registered-models/alias")
        .then()
        .statusCode(200);
    Map<String, Object> entry = ledger(model).get(0);
    assertThat(entry.get("actor")).isEqualTo("dörte");
    assertThat(entry.get("verified")).isEqualTo(false);

    given()
        .header("Authorization", "Basic ***")
        .contentType(ContentType.JSON)
        .body(Map.of("name", model, "alias", "a", "version", "1"))
        .post("/api/2.0/mlflow/registered-models/alias")
        .then()
        .statusCode(400)
        .body("error_code", equalTo("INVALID_PARAMETER_VALUE"))
        .body("message", containsString("'Authorization'"));
    problem(promote("x".repeat(257), model, "a", "1"), 400, "'X-Grove-Actor'");
  }
}
