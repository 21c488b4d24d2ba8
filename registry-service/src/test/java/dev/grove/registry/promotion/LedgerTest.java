package dev.grove.registry.promotion;

import static dev.grove.registry.promotion.Models.as;
import static dev.grove.registry.promotion.Models.ledger;
import static dev.grove.registry.promotion.Models.mlflow;
import static dev.grove.registry.promotion.Models.mlflowDelete;
import static dev.grove.registry.promotion.Models.model;
import static dev.grove.registry.promotion.Models.ok;
import static dev.grove.registry.promotion.Models.policy;
import static dev.grove.registry.promotion.Models.problem;
import static dev.grove.registry.promotion.Models.promote;
import static dev.grove.registry.promotion.Models.setAlias;
import static dev.grove.registry.promotion.Models.sound;
import static dev.grove.registry.promotion.Models.verify;
import static dev.grove.registry.promotion.Models.version;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.actor.Actor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class LedgerTest {
  private static final List<String> HASHED =
      List.of(
          "previous",
          "chain",
          "sequence",
          "at",
          "model",
          "via",
          "action",
          "state",
          "promotion",
          "alias",
          "version",
          "before",
          "after",
          "undoes",
          "actor",
          "verified",
          "comment",
          "detail");

  /** A model with five entries: three moves of an alias, a policy, and a refusal. */
  private static String history() {
    String model = model();
    for (String version : List.of("1", "2", "3")) {
      version(model, Map.of());
      promote("ann", model, "champion", version).then().statusCode(201);
    }
    policy(model, Map.of("metrics", List.of(Map.of("metric", "a", "atLeast", 1))));
    assertThat(setAlias(model, "champion", "1").statusCode()).isEqualTo(403);
    sound(model);
    return model;
  }

  /** Changes rows of the model's ledger as somebody could who owns the table. */
  private static void tamper(String model, String sql) throws SQLException {
    Rows.change(
        "alter table registry.ledger disable trigger ledger_is_append_only; "
            + sql.replace(":model", "'" + model + "'")
            + "; alter table registry.ledger enable trigger ledger_is_append_only");
  }

  private static void broken(String model, int sequence, String reason) {
    verify(model)
        .then()
        .body("ok", equalTo(false))
        .body("chains[0].ok", equalTo(false))
        .body("chains[0].firstBroken.sequence", equalTo(sequence))
        .body("chains[0].firstBroken.reason", containsString(reason));
  }

  @Test
  void theCanonicalFormIsFixed() {
    Entry entry =
        Entry.opening(
            new Cause(Via.PROMOTIONS, new Actor("ann", false), "grün\nafter 1:2"),
            Action.PROMOTED,
            State.PROMOTED,
            "champion",
            2,
            1,
            2,
            "{\"gates\":[]}");
    LedgerEntry first =
        LedgerEntry.next(17, 1, 1_790_000_000_000L, "adult", entry, LedgerEntry.BEFORE_ALL);

    assertThat(new String(first.canonical(), UTF_8))
        .isEqualTo(
            """
            format 14:grove-ledger-1
            previous 64:0000000000000000000000000000000000000000000000000000000000000000
            chain 2:17
            sequence 1:1
            at 13:1790000000000
            model 5:adult
            via 10:promotions
            action 8:promoted
            state 8:promoted
            promotion 1:1
            alias 8:champion
            version 1:2
            before 1:1
            after 1:2
            undoes -
            actor 3:ann
            verified 5:false
            comment 15:grün
            after 1:2
            detail 12:{"gates":[]}
            """);
    assertThat(first.hash())
        .isEqualTo("1a061ee8ff9e6ce53fcd7fa630f8cf7f6c7f5beb7781cf9585537c1b57440b96");
  }

  @Test
  void anybodyCanComputeTheChainAnew() throws Exception {
    String model = history();
    String previous = "0".repeat(64);
    for (Map<String, Object> entry : ledger(model)) {
      StringBuilder text = new StringBuilder("format 14:grove-ledger-1\n");
      for (String field : HASHED) {
        Object value = entry.get(field);
        text.append(field);
        text.append(
            value == null
                ? " -\n"
                : " " + value.toString().getBytes(UTF_8).length + ":" + value + "\n");
      }
      assertThat(entry.get("previous")).isEqualTo(previous);
      previous =
          HexFormat.of()
              .formatHex(
                  MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(UTF_8)));
      assertThat(entry.get("hash")).isEqualTo(previous);
    }
    verify(model)
        .then()
        .body("ok", equalTo(true))
        .body("model", equalTo(model))
        .body("chains", hasSize(1))
        .body("chains[0].length", equalTo(5))
        .body("chains[0].head", equalTo(previous))
        .body("chains[0]", not(hasKey("firstBroken")));
  }

  @Test
  void theLedgerTakesNoChangeByItself() {
    String model = history();
    for (String sql :
        List.of(
            "update registry.ledger set comment = 'x' where model = '" + model + "'",
            "delete from registry.ledger where model = '" + model + "'",
            "truncate registry.ledger")) {
      assertThatThrownBy(() -> Rows.change(sql))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("append-only");
    }
    sound(model);
  }

  @Test
  void aChangedValueIsFoundWhateverItIs() throws Exception {
    String model = history();
    Rows.change("create table ledger_copy as select * from registry.ledger where model = ?", model);
    for (String change :
        List.of(
            "comment = 'nothing'",
            "actor = 'eve'",
            "actor_verified = true",
            "recorded_at = recorded_at + 1",
            "model = 'x' || model",
            "via = 'alias'",
            "action = 'refused'",
            "state = 'refused'",
            "promotion = 1",
            "alias = 'other'",
            "version = 3",
            "holder_before = 3",
            "holder_after = 3",
            "undoes = 1",
            "detail = '{}'",
            "hash = repeat('0', 64)")) {
      tamper(
          model, "update registry.ledger set " + change + " where model = :model and sequence = 2");
      broken(model, 2, "its hash is not that of what it says");
      tamper(
          model,
          "delete from registry.ledger where model_no in (select model_no from ledger_copy);"
              + " insert into registry.ledger overriding system value select * from ledger_copy");
      sound(model);
    }
    Rows.change("drop table ledger_copy");
    tamper(model, "update registry.ledger set via = 'x' where model = :model and sequence = 2");
    broken(model, 2, "a state, an action or a door that there is not");
    tamper(
        model,
        "update registry.ledger set via = 'promotions', previous = repeat('1', 64)"
            + " where model = :model and sequence = 2");
    broken(model, 2, "does not name the hash of the entry before");
  }

  @Test
  void missingAndForeignEntriesAreFound() throws Exception {
    String cut = history();
    tamper(cut, "delete from registry.ledger where model = :model and sequence = 3");
    broken(cut, 3, "the entry is missing");
    String headless = history();
    tamper(headless, "delete from registry.ledger where model = :model and sequence = 1");
    broken(headless, 1, "the entry is missing");
    String shortened = history();
    tamper(shortened, "delete from registry.ledger where model = :model and sequence > 3");
    broken(shortened, 4, "the entry is missing: the chain has 5");
    String forgotten = history();
    Rows.change("update registry.registered_model set ledger_length = 4 where name = ?", forgotten);
    broken(forgotten, 5, "the model does not know of the entry");
    String rewritten = history();
    Rows.change(
        "update registry.registered_model set ledger_head = repeat('1', 64) where name = ?",
        rewritten);
    broken(rewritten, 5, "not the one that the model knows as the last");
  }

  @Test
  void anAliasThatTheLedgerDidNotMoveIsFound() throws Exception {
    String model = history();
    Rows.change(
        """
        update registry.model_alias set version = 1 where model_no = (
          select model_no from registry.registered_model where name = ?)
        """,
        model);

    verify(model)
        .then()
        .body("ok", equalTo(false))
        .body("chains[0].astray", equalTo(List.of("champion")))
        .body("chains[0]", not(hasKey("firstBroken")));
  }

  @Test
  void theLedgerOutlivesItsModel() throws Exception {
    String model = history();
    as("owner", "DELETE", "/promotions/policies/" + model, null).then().statusCode(204);
    ok(mlflowDelete("registered-models/delete", Map.of("name", model)));
    verify(model)
        .then()
        .body("ok", equalTo(true))
        .body("chains[0].deleted", equalTo(true))
        .body("chains[0].length", equalTo(8));
    given().queryParam("model", model).get("/promotions").then().body("items.state", hasSize(5));

    ok(mlflow("registered-models/create", Map.of("name", model)));
    version(model, Map.of());
    promote("ann", model, "champion", "1").then().statusCode(201);
    verify(model)
        .then()
        .body("ok", equalTo(true))
        .body("chains.length", equalTo(List.of(1, 8)))
        .body("chains.deleted", equalTo(List.of(false, true)));
    List<Object> sequences = new ArrayList<>();
    String token = null;
    do {
      var request = given().queryParam("limit", 4);
      Response page =
          ok(
              (token == null ? request : request.queryParam("pageToken", token))
                  .get("/promotions/ledger/{model}", model));
      sequences.addAll(page.path("items.sequence"));
      token = page.path("nextPageToken");
    } while (token != null);
    assertThat(sequences).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 1);

    tamper(model, "delete from registry.ledger where model = :model and action = 'model_deleted'");
    verify(model)
        .then()
        .body("ok", equalTo(false))
        .body("chains.ok", equalTo(List.of(true, false)))
        .body("chains[1].firstBroken.sequence", equalTo(8));
    problem(given().get("/promotions/ledger/{model}/verify", "none"), 404, "name=none not found");
    problem(given().get("/promotions/ledger/{model}", "none"), 404, "name=none not found");
  }

  @Test
  void aRenamedModelKeepsItsChain() {
    String model = history();
    String renamed = model + "-renamed";
    ok(mlflow("registered-models/rename", Map.of("name", model, "new_name", renamed)));
    assertThat(ledger(renamed)).hasSize(6);
    assertThat(ledger(renamed).get(5).get("detail"))
        .isEqualTo("{\"from\":\"" + model + "\",\"to\":\"" + renamed + "\"}");
    sound(renamed);
    sound(model);
  }
}
