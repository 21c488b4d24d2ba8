package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.delete;
import static dev.grove.registry.mlflow.Api.get;
import static dev.grove.registry.mlflow.Api.invalid;
import static dev.grove.registry.mlflow.Api.model;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.post;
import static dev.grove.registry.mlflow.Api.refused;
import static dev.grove.registry.mlflow.Api.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.ErrorCode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class AliasTest {
  private static Response setAlias(String model, String alias, String version) {
    return post(
        "registered-models/alias", Map.of("name", model, "alias", alias, "version", version));
  }

  private static Response alias(String model, String alias) {
    return get("registered-models/alias", Map.of("name", model, "alias", alias));
  }

  @Test
  void anAliasPointsToOneVersion() {
    String model = model();
    version(model);
    version(model);

    assertThat(ok(setAlias(model, "champion", "1")).asString()).isEqualTo("{}");
    ok(setAlias(model, "champion", "2"));
    ok(setAlias(model, "Alt_1", "2"));

    alias(model, "champion")
        .then()
        .statusCode(200)
        .body("model_version.version", equalTo("2"))
        .body("model_version.aliases", equalTo(List.of("Alt_1", "champion")));
    alias(model, "latest").then().body("model_version.version", equalTo("2"));
    get("registered-models/get", Map.of("name", model))
        .then()
        .body("registered_model.aliases.alias", equalTo(List.of("Alt_1", "champion")))
        .body("registered_model.aliases[1].version", equalTo("2"))
        .body(
            "registered_model.aliases[1].last_updated_timestamp", greaterThan(1_000_000_000_000L));

    ok(delete("registered-models/alias", Map.of("name", model, "alias", "champion")));
    ok(delete("registered-models/alias", Map.of("name", model, "alias", "champion")));
    invalid(alias(model, "champion"), "Registered model alias champion not found.");
  }

  @Test
  void aliasesHaveRules() {
    String model = model();
    refused(alias(model, "latest"), ErrorCode.RESOURCE_DOES_NOT_EXIST, "Latest version not found");
    refused(setAlias(model, "a", "1"), ErrorCode.RESOURCE_DOES_NOT_EXIST, "version=1) not found");
    version(model);
    invalid(setAlias(model, "Latest", "1"), "reserved");
    invalid(setAlias(model, "v12", "1"), "reserved");
    invalid(setAlias(model, "a b", "1"), "Invalid alias name");
    invalid(setAlias(model, "a".repeat(256), "1"), "exceeds the maximum length");
    invalid(setAlias(model, "", "1"), "'alias'");
    invalid(setAlias(model, "a", "x"), "must be an integer");
    refused(alias("none", "a"), ErrorCode.RESOURCE_DOES_NOT_EXIST, "name=none not found");
    refused(
        delete("registered-models/alias", Map.of("name", "none", "alias", "a")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "name=none not found");
  }

  @Test
  void sixtyFourClientsAtOnce() throws Exception {
    String model = model();
    version(model);
    ExecutorService clients = Executors.newFixedThreadPool(64);
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 128; i++) {
      calls.add(
          () -> {
            String version = version(model);
            assertThat(setAlias(model, "champion", version).statusCode()).isEqualTo(200);
            assertThat(alias(model, "champion").statusCode()).isEqualTo(200);
            return Integer.parseInt(version);
          });
    }
    List<Integer> numbers = new ArrayList<>();
    for (Future<Integer> number : clients.invokeAll(calls)) {
      numbers.add(number.get());
    }
    clients.shutdown();

    assertThat(numbers)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(2, 129).boxed().toList());
    get("registered-models/get", Map.of("name", model))
        .then()
        .body("registered_model.aliases.alias", equalTo(List.of("champion")))
        .body("registered_model.latest_versions.version", equalTo(List.of("129")));
  }
}
