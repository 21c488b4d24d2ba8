package dev.grove.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.local.RegistryWriter.Acknowledged;
import dev.grove.local.RegistryWriter.Answer;
import dev.grove.local.postgres.DurableServer;
import dev.grove.local.postgres.EmbeddedServer;
import dev.grove.local.services.Service;
import dev.grove.local.services.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The registry and its PostgreSQL with many clients at once, also while they are killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryUnderLoadIT {
  private static final Path ROOT = Path.of(System.getProperty("grove.root"));
  private static final Path WORK = ROOT.resolve("deploy/local/target/registry-under-load");
  private static final int CLIENTS = 64;
  private static final int WRITERS = 8;

  private final DurableServer postgres =
      new DurableServer(WORK.resolve("postgres"), WORK.resolve("postgres.log"));
  private final Queue<Answer> refusals = new ConcurrentLinkedQueue<>();
  private int postgresPort;
  private ServiceProcess registry;

  @BeforeAll
  void start() throws Exception {
    Files.createDirectories(WORK);
    postgres.stop();
    postgresPort = ServiceProcess.freePort();
    postgres.start(postgresPort);
    registry = started(ServiceProcess.freePort());
  }

  @AfterAll
  void stop() throws Exception {
    registry.close();
    postgres.stop();
  }

  private ServiceProcess started(int port) throws Exception {
    Map<String, String> config =
        Map.of(
            "quarkus.datasource.jdbc.url",
            DurableServer.jdbcUrl(postgresPort),
            "quarkus.datasource.username",
            EmbeddedServer.USER,
            "grove.artifacts.directory",
            WORK.resolve("artifacts").toString());
    return ServiceProcess.start(Service.REGISTRY, ROOT, WORK, port, config)
        .awaitLive(Duration.ofSeconds(90));
  }

  private String newModel() throws Exception {
    String name = "model-" + UUID.randomUUID();
    assertThat(writer(name).call("registered-models/create", Map.of("name", name)).status())
        .isEqualTo(200);
    return name;
  }

  private RegistryWriter writer(String model) {
    return new RegistryWriter(registry.uri("/api/2.0/mlflow/").toString(), model, refusals);
  }

  @Test
  void manyClientsGetEveryVersionNumberOnceAndMoveOneAlias() throws Exception {
    String model = newModel();
    String run = writer(model).newRun();
    int each = 5;
    List<Integer> numbers =
        atOnce(
                CLIENTS,
                () -> {
                  RegistryWriter writer = writer(model);
                  List<Integer> mine = new ArrayList<>();
                  for (int i = 0; i < each; i++) {
                    int version = writer.newVersion(run);
                    writer.moveAlias("champion", version);
                    mine.add(version);
                  }
                  return mine;
                })
            .flatMap(List::stream)
            .toList();

    assertThat(numbers)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, CLIENTS * each).boxed().toList());
    JsonNode found = writer(model).get("registered-models/alias?name=" + model + "&alias=champion");
    int champion = found.path("model_version").path("version").asInt();
    assertThat(champion).isBetween(1, CLIENTS * each);
    JsonNode aliases =
        writer(model)
            .get("registered-models/get?name=" + model)
            .path("registered_model")
            .path("aliases");
    assertThat(aliases).hasSize(1);
    assertThat(aliases.path(0).path("version").asInt()).isEqualTo(champion);
  }

  @Test
  void nothingAcknowledgedIsLostWhenTheServiceIsKilled() throws Exception {
    String model = newModel();
    int port = registry.port();

    List<Acknowledged> written =
        writingWhile(
            model,
            () -> {
              for (int kill = 0; kill < 3; kill++) {
                Thread.sleep(700);
                registry.kill();
                registry = started(port);
              }
            });

    assertThere(model, written);
  }

  @Test
  void nothingAcknowledgedIsLostWhenPostgresIsKilled() throws Exception {
    String model = newModel();
    refusals.clear();

    List<Acknowledged> written =
        writingWhile(
            model,
            () -> {
              for (int kill = 0; kill < 3; kill++) {
                Thread.sleep(700);
                ProcessHandle postmaster = postgres.running().orElseThrow().process().orElseThrow();
                postmaster.destroyForcibly();
                postmaster.onExit().join();
                postgres.start(postgresPort);
              }
            });

    assertThere(model, written);
    assertThat(refusals)
        .as("while its database is away, the registry says so and nothing else")
        .isNotEmpty()
        .allMatch(
            answer -> answer.status() == 503 && answer.body().contains("TEMPORARILY_UNAVAILABLE"));
  }

  /** What was acknowledged to writers that went on through the whole of it, and a second longer. */
  private List<Acknowledged> writingWhile(String model, Disaster disaster) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<List<Acknowledged>>> results =
          IntStream.range(0, WRITERS)
              .mapToObj(i -> threads.submit(() -> writer(model).writeUntil(stop)))
              .toList();
      disaster.strike();
      Thread.sleep(1_000);
      stop.set(true);
      List<Acknowledged> written = new ArrayList<>();
      for (Future<List<Acknowledged>> result : results) {
        written.addAll(result.get());
      }
      return written;
    } finally {
      stop.set(true);
      threads.shutdownNow();
    }
  }

  @FunctionalInterface
  private interface Disaster {
    void strike() throws Exception;
  }

  private void assertThere(String model, List<Acknowledged> written) throws Exception {
    assertThat(written).hasSizeGreaterThan(50);
    assertThat(written.stream().map(Acknowledged::version)).doesNotHaveDuplicates();
    RegistryWriter reader = writer(model);
    for (Acknowledged one : written) {
      JsonNode run = reader.get("runs/get?run_id=" + one.run()).path("run").path("data");
      assertThat(run.path("metrics").path(0).path("value").asInt()).isEqualTo(one.number());
      assertThat(run.path("params").path(0).path("value").asInt()).isEqualTo(one.number());
      JsonNode version =
          reader
              .get("model-versions/get?name=" + model + "&version=" + one.version())
              .path("model_version");
      assertThat(version.path("run_id").asText()).isEqualTo(one.run());
    }
  }

  private static <T> Stream<T> atOnce(int clients, Callable<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result :
          threads.invokeAll(IntStream.range(0, clients).mapToObj(i -> work).toList())) {
        results.add(result.get());
      }
      return results.stream();
    } finally {
      threads.shutdownNow();
    }
  }
}
