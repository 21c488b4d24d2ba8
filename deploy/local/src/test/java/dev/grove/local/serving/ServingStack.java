package dev.grove.local.serving;

import dev.grove.local.postgres.DurableServer;
import dev.grove.local.postgres.EmbeddedServer;
import dev.grove.local.services.Service;
import dev.grove.local.services.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** PostgreSQL, the registry and inference-service, each of which can be taken away. */
final class ServingStack implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("grove.root"));

  private final Path work;
  private final DurableServer postgres;
  private final int postgresPort = ServiceProcess.freePort();
  private final int registryPort = ServiceProcess.freePort();
  private ServiceProcess registry;
  private ServiceProcess inference;

  private ServingStack(Path work) throws IOException {
    this.work = work;
    this.postgres = new DurableServer(work.resolve("postgres"), work.resolve("postgres.log"));
  }

  /**
   * Starts all three with nothing in them.
   *
   * @param name of their directory under this module's {@code target}
   * @param jvmOptions inference-service's
   */
  static ServingStack start(String name, String... jvmOptions) throws Exception {
    Path work = ROOT.resolve("deploy/local/target").resolve(name);
    ServingStack stack = new ServingStack(Files.createDirectories(work));
    stack.postgres.stop();
    stack.startPostgres();
    delete(stack.served());
    try (Connection connection =
            DriverManager.getConnection(
                DurableServer.jdbcUrl(stack.postgresPort), EmbeddedServer.USER, "");
        Statement statement = connection.createStatement()) {
      statement.execute("drop schema if exists registry cascade");
    }
    stack.startRegistry();
    stack.startInference(List.of(jvmOptions));
    return stack;
  }

  void startPostgres() throws IOException, InterruptedException {
    postgres.start(postgresPort);
  }

  void killPostgres() throws IOException {
    ProcessHandle postmaster = postgres.running().orElseThrow().process().orElseThrow();
    postmaster.destroyForcibly();
    postmaster.onExit().join();
  }

  void startRegistry() throws IOException, InterruptedException {
    registry =
        ServiceProcess.start(
                Service.REGISTRY,
                ROOT,
                work.resolve("registry"),
                registryPort,
                Map.of(
                    "quarkus.datasource.jdbc.url",
                    DurableServer.jdbcUrl(postgresPort),
                    "quarkus.datasource.username",
                    EmbeddedServer.USER,
                    "grove.artifacts.directory",
                    work.resolve("artifacts").toString()))
            .awaitLive(Duration.ofSeconds(90));
  }

  void killRegistry() throws InterruptedException {
    registry.kill();
  }

  private void startInference(List<String> jvmOptions) throws IOException, InterruptedException {
    Files.deleteIfExists(inferenceLog());
    inference =
        ServiceProcess.start(
                Service.INFERENCE,
                ROOT,
                work.resolve("inference"),
                ServiceProcess.freePort(),
                Map.of(
                    "grove.registry.url",
                    registry.uri("/").toString(),
                    "grove.serving.directory",
                    served().toString(),
                    "grove.serving.max-load-backoff",
                    "2s"),
                jvmOptions)
            .awaitLive(Duration.ofSeconds(90));
  }

  ServiceProcess registry() {
    return registry;
  }

  ServiceProcess inference() {
    return inference;
  }

  /** Where inference-service keeps its verified copies. */
  Path served() {
    return work.resolve("serving");
  }

  Path inferenceLog() {
    return work.resolve("inference").resolve(Service.INFERENCE.module() + ".log");
  }

  Promoter promoter(String model) {
    return new Promoter(registry.uri("/"), model, work.resolve("bundles"));
  }

  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() throws Exception {
    if (inference != null) {
      inference.close();
    }
    if (registry != null) {
      registry.close();
    }
    postgres.stop();
  }
}
