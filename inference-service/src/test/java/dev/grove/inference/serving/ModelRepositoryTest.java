package dev.grove.inference.serving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.grove.inference.Bundles;
import dev.grove.inference.Refused;
import dev.grove.inference.RegistryFixture;
import dev.grove.inference.RegistryResource;
import dev.grove.inference.serving.ModelRepository.Entry;
import dev.grove.inference.serving.ModelRepository.State;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What a client that manages a repository of models sees and does. */
@QuarkusTest
@QuarkusTestResource(value = RegistryResource.class, restrictToAnnotatedClass = true)
class ModelRepositoryTest {
  @Inject ModelRepository repository;
  RegistryFixture registry;

  private static int predict(String model) {
    return given()
        .contentType("application/json")
        .body("{}")
        .post("/models/{model}/predict", model)
        .statusCode();
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!what.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  @Test
  void loadsAndUnloads() throws Exception {
    assumeTrue(RegistryFixture.isBuilt(), "registry-service is not built");
    registry.publish("kept", Bundles.products(1));
    registry.publish("kept", Bundles.products(2));
    registry.promote("kept", "1");
    registry.publish("bare", Bundles.values(1));
    await(() -> predict("kept") == 200);
    await(() -> repository.index().size() == 2);
    assertThat(repository.index())
        .containsExactly(
            new Entry("bare", null, State.UNAVAILABLE, "not loaded"),
            new Entry("kept", "1", State.READY, null));

    repository.load("kept", "2");
    assertThat(repository.index()).contains(new Entry("kept", "2", State.READY, null));
    given()
        .get("/models")
        .then()
        .statusCode(200)
        .body("items[0].name", equalTo("kept"))
        .body("items[0].aliases.champion", equalTo("1"))
        .body("items[0].versions.size()", equalTo(2))
        .body("items[0].versions[0].pinned", equalTo(true))
        .body("items[0].versions[0].aliases[0]", equalTo("champion"))
        .body("items[0].versions[0].lastUsedAt", notNullValue())
        .body("items[0].versions[1].version", equalTo("2"))
        .body("items[0].versions[1].pinned", equalTo(false))
        .body("items[0].memoryBytes", greaterThan(10_000));
    repository.unload("kept", "2");

    repository.unload("kept");
    assertThat(predict("kept")).isEqualTo(503);
    given().get("/models/kept").then().statusCode(200).body("state", equalTo("unloaded"));
    Thread.sleep(700);
    assertThat(predict("kept")).as("whatever the registry says").isEqualTo(503);
    assertThat(repository.index()).contains(new Entry("kept", "1", State.UNAVAILABLE, "unloaded"));
    repository.load("kept");
    assertThat(predict("kept")).isEqualTo(200);

    repository.load("bare", "1");
    given().get("/models/bare").then().statusCode(200).body("versions[0].version", equalTo("1"));
    assertThatThrownBy(() -> repository.load("bare"))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.UNKNOWN_MODEL));
    assertThatThrownBy(() -> repository.unload("nobody")).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> repository.load("kept", "9")).isInstanceOf(Refused.class);
  }
}
