package dev.grove.inference.traffic;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.grove.bundle.ModelBundle;
import dev.grove.inference.Bundles;
import dev.grove.inference.RegistryFixture;
import dev.grove.inference.RegistryResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Canaries and shadows of the real registry's models, over HTTP. */
@QuarkusTest
@QuarkusTestResource(value = RegistryResource.class, restrictToAnnotatedClass = true)
class TrafficHttpTest {
  private static final String HALVES =
      """
      {"routes": [{"alias": "champion", "weight": 50}, {"alias": "challenger", "weight": 50}],
       "key": {"column": "title"}}""";

  RegistryFixture registry;

  @BeforeEach
  void needsTheRegistry() {
    assumeTrue(RegistryFixture.isBuilt(), "registry-service is not built");
  }

  private void publish(String model, ModelBundle champion, ModelBundle challenger)
      throws Exception {
    registry.promote(model, "champion", registry.publish(model, champion));
    registry.promote(model, "challenger", registry.publish(model, challenger));
    await(() -> predict(model, null, "{}").statusCode() == 200);
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!what.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private static Response predict(String model, String key, String row) {
    var request = given().contentType("application/json").body(row);
    if (key != null) {
      request.header("X-Grove-Key", key);
    }
    return request.post("/models/{name}/predict", model);
  }

  private static Response put(String model, String rule) {
    return given().contentType("application/json").body(rule).put("/models/{name}/traffic", model);
  }

  private static JsonPath traffic(String model) {
    return given().get("/models/{name}/traffic", model).jsonPath();
  }

  @Test
  void clientsStayWithTheirVersion() throws Exception {
    publish("sticky", Bundles.products(1), Bundles.products(2));
    put("sticky", HALVES)
        .then()
        .statusCode(200)
        .body("rule.routes[1].alias", equalTo("challenger"))
        .body("rule.routes[1].weight", equalTo(50));
    await(() -> "ready".equals(traffic("sticky").getString("routes[1].state")));
    Map<String, String> versions = new HashMap<>();
    int[] challenged = new int[1];
    for (int round = 0; round < 2; round++) {
      for (int key = 0; key < 60; key++) {
        Response answer = predict("sticky", "client " + key, "{\"price\":1}");
        String version = answer.jsonPath().getString("version");
        assertThat(answer.header("X-Grove-Route"))
            .isEqualTo(version.equals("1") ? "champion" : "challenger");
        String before = versions.putIfAbsent("client " + key, version);
        assertThat(before).as("client %d", key).isIn(null, version);
        challenged[0] += version.equals("2") ? 1 : 0;
      }
    }
    // Of 60 fixed keys; what SHA-256 makes of them never changes.
    assertThat(challenged[0]).isBetween(40, 80);

    String byHeader = versions.get("client 1");
    for (int i = 0; i < 5; i++) {
      predict("sticky", null, "{\"title\":\"client 1\",\"price\":" + i + "}")
          .then()
          .body("version", equalTo(byHeader));
      predict("sticky", "client 1", "{\"title\":\"client " + i + "\"}")
          .then()
          .body("version", equalTo(byHeader));
    }
    JsonPath state = traffic("sticky");
    assertThat(state.getLong("routes[0].answered") + state.getLong("routes[1].answered"))
        .isEqualTo(130);
    given()
        .get("/q/metrics")
        .then()
        .body(
            containsString("grove_traffic_requests_total{alias=\"challenger\",model=\"sticky\"}"));
  }

  @Test
  void anAliasThatVanishesLeavesTheChampion() throws Exception {
    publish("vanishing", Bundles.products(1), Bundles.products(2));
    String all = "{\"routes\":[{\"alias\":\"challenger\",\"weight\":1}]}";
    put("vanishing", all).then().statusCode(200);
    await(() -> "challenger".equals(predict("vanishing", null, "{}").header("X-Grove-Route")));
    registry.demote("vanishing", "challenger");
    await(() -> "champion".equals(predict("vanishing", null, "{}").header("X-Grove-Route")));
    JsonPath state = traffic("vanishing");
    assertThat(state.getString("routes[0].state")).isEqualTo("missing");
    assertThat(state.getLong("fellBack")).isPositive();

    given().delete("/models/vanishing/traffic").then().statusCode(204);
    given()
        .get("/models/vanishing/traffic")
        .then()
        .statusCode(200)
        .body("$", not(hasKey("rule")))
        .body("model", equalTo("vanishing"));
    predict("vanishing", null, "{}").then().header("X-Grove-Route", nullValue());
  }

  @Test
  void rulesAreRefusedByTheirFields() throws Exception {
    publish("refusing", Bundles.products(1), Bundles.products(2));
    put("refusing", "{\"routes\":[{\"alias\":\"nobody\",\"weight\":1}]}")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", equalTo("routes[0].alias"));
    put("refusing", "{\"shadow\":{\"alias\":\"nobody\"}}")
        .then()
        .statusCode(400)
        .body("field", equalTo("shadow.alias"));
    put("refusing", "{").then().statusCode(400);
    put("refusing", "").then().statusCode(400);
    put("refusing", "x".repeat(100_000)).then().statusCode(413);
    put("no such model", HALVES).then().statusCode(404);
    given().get("/models/nobody/traffic").then().statusCode(404);
    given().delete("/models/nobody/traffic").then().statusCode(404);
  }

  @Test
  void whatAnyClientOfTheRegistrySetsIsFollowedWithinASecond() throws Exception {
    publish("tagged", Bundles.products(1), Bundles.products(2));
    long start = System.nanoTime();
    registry.setTag(
        "tagged", "grove.traffic", "{\"routes\":[{\"alias\":\"challenger\",\"weight\":1}]}");
    await(() -> "challenger".equals(predict("tagged", null, "{}").header("X-Grove-Route")));
    long millis = (System.nanoTime() - start) / 1_000_000;
    System.out.println("tag to traffic, ms: " + millis);
    registry.setTag("tagged", "grove.traffic", "half and half");
    await(() -> predict("tagged", null, "{}").header("X-Grove-Route") == null);
    given()
        .get("/models/tagged/traffic")
        .then()
        .statusCode(200)
        .body("error", containsString("JSON"))
        .body("$", not(hasKey("rule")));
  }

  @Test
  void aShadowIsComparedAndNeverAnswers() throws Exception {
    publish("shadowed", Bundles.products(1), Bundles.products(-3));
    put("shadowed", "{\"shadow\":{\"alias\":\"challenger\"}}").then().statusCode(200);
    await(() -> "ready".equals(traffic("shadowed").getString("shadow.state")));
    for (int i = 0; i < 40; i++) {
      predict("shadowed", null, "{\"price\":" + i + "}")
          .then()
          .statusCode(200)
          .header("X-Grove-Route", nullValue())
          .body("version", equalTo("1"));
    }
    await(() -> traffic("shadowed").getInt("shadow.comparisons[0].rows") >= 40);
    JsonPath state = traffic("shadowed");
    assertThat(state.getString("shadow.comparisons[0].version")).isEqualTo("1");
    assertThat(state.getString("shadow.comparisons[0].shadowVersion")).isEqualTo("2");
    assertThat(state.getInt("shadow.comparisons[0].agreed")).isBetween(0, 39);
    assertThat(state.getDouble("shadow.comparisons[0].difference.max")).isPositive();
    assertThat(
            state.getList("shadow.comparisons[0].difference.counts", Long.class).stream()
                .mapToLong(Long::longValue)
                .sum())
        .isEqualTo(40);
    given().get("/q/metrics").then().body(containsString("grove_shadow_difference"));
  }
}
