package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.ARTIFACTS;
import static dev.grove.registry.mlflow.Api.get;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.run;
import static dev.grove.registry.mlflow.Api.unique;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients that stall take neither threads nor connections from the others. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class StalledClientsTest {
  /** More than there are worker threads, and far more than connections to the database. */
  private static final int DOWNLOADS = 230;

  /** As many as the gate lets in. */
  private static final int UPLOADS = 100;

  private static void othersAreServed(String small) {
    Instant started = Instant.now();
    for (int i = 0; i < 20; i++) {
      String run = run();
      ok(get("runs/get", Map.of("run_id", run)));
      ok(given().body(new byte[100]).put(ARTIFACTS + "/" + small));
      assertThat(ok(given().get(ARTIFACTS + "/" + small)).asByteArray()).hasSize(100);
    }
    assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void stalledDownloadsKeepNobodyWaiting() throws Exception {
    String large = unique("large");
    ok(given().body(new byte[20_000_000]).put(ARTIFACTS + "/" + large));
    try (StalledClients clients = new StalledClients()) {
      for (int i = 0; i < DOWNLOADS; i++) {
        clients.download(large);
      }
      othersAreServed(unique("small"));
    }
  }

  @Test
  void stalledUploadsAreKeptAtTheGate() throws Exception {
    try (StalledClients clients = new StalledClients()) {
      for (int i = 0; i < UPLOADS + 20; i++) {
        clients.upload(unique("upload"));
      }
      List<String> answers = clients.awaitAnswers(20);
      assertThat(answers).hasSize(20).allMatch(answer -> answer.startsWith("HTTP/1.1 503"));
      othersAreServed(unique("small"));
    }
  }
}
