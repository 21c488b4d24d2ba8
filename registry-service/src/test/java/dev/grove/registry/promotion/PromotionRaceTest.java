package dev.grove.registry.promotion;

import static dev.grove.registry.promotion.Models.as;
import static dev.grove.registry.promotion.Models.holder;
import static dev.grove.registry.promotion.Models.ledger;
import static dev.grove.registry.promotion.Models.mlflow;
import static dev.grove.registry.promotion.Models.mlflowDelete;
import static dev.grove.registry.promotion.Models.model;
import static dev.grove.registry.promotion.Models.ok;
import static dev.grove.registry.promotion.Models.policy;
import static dev.grove.registry.promotion.Models.post;
import static dev.grove.registry.promotion.Models.promote;
import static dev.grove.registry.promotion.Models.rollBack;
import static dev.grove.registry.promotion.Models.setAlias;
import static dev.grove.registry.promotion.Models.sound;
import static dev.grove.registry.promotion.Models.version;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class PromotionRaceTest {
  private static final int CLIENTS = 64;

  private static <T> List<T> atOnce(int calls, IntFunction<T> call) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        int number = i;
        tasks.add(() -> call.apply(number));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : clients.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } finally {
      clients.shutdown();
    }
  }

  private static String created(String model) {
    return ok(mlflow("model-versions/create", Map.of("name", model, "source", "s3://bucket/model")))
        .path("model_version.version");
  }

  /** The moves of the alias, each from where the one before left it. */
  private static void inOneLine(String model, String alias) {
    Object at = null;
    for (Map<String, Object> entry : ledger(model)) {
      if (alias.equals(entry.get("alias")) && entry.get("after") != null) {
        assertThat(entry.get("before")).as("entry %s", entry.get("sequence")).isEqualTo(at);
        at = entry.get("after");
      }
    }
    assertThat(String.valueOf(at)).isEqualTo(String.valueOf(holder(model, alias)));
  }

  @Test
  void versionsAndAliasesOfOneModel() throws Exception {
    String model = model();
    created(model);
    List<String> versions =
        atOnce(
            256,
            i -> {
              String version = created(model);
              Response moved =
                  switch (i % 4) {
                    case 0 -> setAlias(model, "champion", version);
                    case 1 -> promote("ann", model, "champion", version);
                    case 2 ->
                        mlflow(
                            "model-versions/transition-stage",
                            Map.of(
                                "name",
                                model,
                                "version",
                                version,
                                "stage",
                                "Production",
                                "archive_existing_versions",
                                true));
                    default ->
                        mlflow(
                            "model-versions/set-tag",
                            Map.of("name", model, "version", version, "key", "k", "value", "v"));
                  };
              assertThat(moved.statusCode()).as(moved.asString()).isIn(200, 201);
              return version;
            });

    assertThat(versions.stream().map(Integer::valueOf))
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(2, 257).boxed().toList());
    assertThat(ledger(model)).hasSize(192);
    inOneLine(model, "champion");
    sound(model);
    assertThat(
            Rows.texts(
                """
                select v.version from registry.model_version v
                join registry.registered_model m on m.model_no = v.model_no
                where m.name = ? and v.current_stage = 'Production'
                """,
                model))
        .hasSize(1);
  }

  @Test
  void everyDoorAtOnce() throws Exception {
    String model = model();
    for (int i = 0; i < 8; i++) {
      created(model);
    }
    List<Integer> statuses =
        atOnce(
                320,
                i -> {
                  String version = Integer.toString(1 + i % 8);
                  Map<String, String> named = Map.of("name", model, "version", version);
                  return switch (i % 8) {
                    case 0 -> setAlias(model, "champion", version);
                    case 1 -> promote("ann", model, "champion", version);
                    case 2 -> rollBack("eve", model, "champion");
                    case 3 ->
                        mlflowDelete(
                            "registered-models/alias", Map.of("name", model, "alias", "champion"));
                    case 4 ->
                        mlflow(
                            "model-versions/transition-stage",
                            Map.of("name", model, "version", version, "stage", "Production"));
                    case 5 -> mlflowDelete("model-versions/delete", named);
                    case 6 ->
                        as(
                            "owner",
                            i % 16 == 6 ? "PUT" : "DELETE",
                            "/promotions/policies/" + model,
                            i % 16 == 6 ? Map.of("approvals", 1) : null);
                    default ->
                        given()
                            .contentType(ContentType.JSON)
                            .body(Map.of("name", model, "version", version, "description", "d" + i))
                            .patch("/api/2.0/mlflow/model-versions/update");
                  };
                })
            .stream()
            .map(Response::statusCode)
            .toList();

    assertThat(statuses).allMatch(status -> status < 500).contains(200);
    inOneLineWithRemovals(model);
    sound(model);
  }

  private static void inOneLineWithRemovals(String model) {
    Object at = null;
    for (Map<String, Object> entry : ledger(model)) {
      boolean moves =
          List.of("promoted", "staged", "rolled_back", "removed").contains(entry.get("action"));
      if ("champion".equals(entry.get("alias")) && moves) {
        assertThat(entry.get("before")).as("entry %s", entry.get("sequence")).isEqualTo(at);
        at = entry.get("after");
      }
    }
  }

  @Test
  void oneOfManyApprovalsMovesTheAlias() throws Exception {
    String model = model();
    policy(model, Map.of("approvals", 3));
    String version = version(model, Map.of());
    String id = promote("ann", model, "champion", version).then().extract().path("id");
    List<Integer> statuses =
        atOnce(64, i -> post("person-" + i % 16, "/promotions/" + id + "/approve", null)).stream()
            .map(Response::statusCode)
            .toList();

    assertThat(statuses).containsOnly(200, 409);
    assertThat(ledger(model).stream().filter(entry -> "promoted".equals(entry.get("action"))))
        .hasSize(1);
    given().get("/promotions/{id}", id).then().statusCode(200);
    List<String> people = ok(given().get("/promotions/{id}", id)).path("approvals.actor");
    assertThat(people).hasSize(3).doesNotHaveDuplicates();
    assertThat(holder(model, "champion")).isEqualTo(version);
    sound(model);
  }

  @Test
  void onePromotionPerKey() throws Exception {
    String model = model();
    String other = model();
    created(model);
    created(other);
    String key = UUID.randomUUID().toString();
    List<Response> answers =
        atOnce(
            64,
            i ->
                given()
                    .header("Idempotency-Key", key)
                    .contentType(ContentType.JSON)
                    .body(Map.of("model", i % 2 == 0 ? model : other, "alias", "a", "version", "1"))
                    .post("/promotions"));

    assertThat(answers.stream().map(Response::statusCode).distinct())
        .containsExactlyInAnyOrder(201, 422);
    assertThat(
            answers.stream()
                .filter(answer -> answer.statusCode() == 201)
                .map(answer -> answer.<String>path("id"))
                .distinct())
        .hasSize(1);
    assertThat(promotions(model) + promotions(other)).isEqualTo(1);
  }

  private static int promotions(String model) {
    return ok(given().queryParam("model", model).get("/promotions"))
        .<List<Object>>path("items")
        .size();
  }

  @Test
  void whileTheModelIsDeletedAndMadeAgain() throws Exception {
    String model = model();
    created(model);
    List<Integer> statuses =
        atOnce(
                192,
                i ->
                    switch (i % 6) {
                      case 0 -> mlflowDelete("registered-models/delete", Map.of("name", model));
                      case 1 -> mlflow("registered-models/create", Map.of("name", model));
                      case 2 -> promote("ann", model, "a", "1");
                      case 3 -> setAlias(model, "a", "1");
                      case 4 ->
                          mlflow(
                              "model-versions/create",
                              Map.of("name", model, "source", "s3://bucket/model"));
                      default -> given().get("/promotions/ledger/{model}/verify", model);
                    })
            .stream()
            .map(Response::statusCode)
            .toList();

    assertThat(statuses).allMatch(status -> status < 500);
    sound(model);
  }
}
