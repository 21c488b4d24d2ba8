package dev.grove.inference.serving;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A service that has nothing yet, and no registry to ask. */
@QuarkusTest
@TestProfile(NotReadyTest.Nothing.class)
class NotReadyTest {
  public static final class Nothing implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "grove.registry.url", "http://127.0.0.1:1",
          "grove.serving.models", "products",
          "grove.serving.directory", System.getProperty("java.io.tmpdir") + "/nothing");
    }
  }

  @Test
  void aliveButNotReady() {
    given().get("/q/health/live").then().statusCode(200);
    given().get("/q/health/ready").then().statusCode(503);
    given()
        .get("/health")
        .then()
        .statusCode(503)
        .body("status", equalTo("unavailable"))
        .body("models[0].state", equalTo("waiting"));
  }

  @Test
  void predictionsMayComeLater() {
    for (String path : new String[] {"/predict", "/predict/batch", "/models/products/predict"}) {
      given()
          .contentType("application/json")
          .body("{}")
          .post(path)
          .then()
          .statusCode(503)
          .contentType("application/problem+json")
          .header("Retry-After", "1")
          .body("status", equalTo(503));
    }
    given().get("/models/products").then().statusCode(200).body("state", equalTo("waiting"));
  }
}
