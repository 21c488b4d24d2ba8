package dev.grove.local.services;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A service that a test runs as a process of its own, from the jar that the build made. */
public final class ServiceProcess implements AutoCloseable {
  private final Service service;
  private final int port;
  private final Path log;
  private final Process process;

  private ServiceProcess(Service service, int port, Path log, Process process) {
    this.service = service;
    this.port = port;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts it on a free port and waits until it lives.
   *
   * @param root the project's root
   * @param directory for its temporary files and its log; created if missing
   * @param config Quarkus and Grove properties
   * @throws IOException if the jar is missing or the process does not start
   */
  public static ServiceProcess forTests(
      Service service, Path root, Path directory, Map<String, String> config)
      throws IOException, InterruptedException {
    return start(service, root, directory, Probe.freePort(), config)
        .awaitLive(Duration.ofSeconds(90));
  }

  /** Starts it on the given port and returns at once; otherwise as {@link #forTests}. */
  public static ServiceProcess start(
      Service service, Path root, Path directory, int port, Map<String, String> config)
      throws IOException {
    return start(service, root, directory, port, config, List.of());
  }

  /** As above, with options of the JVM such as {@code -Xmx256m}. */
  public static ServiceProcess start(
      Service service,
      Path root,
      Path directory,
      int port,
      Map<String, String> config,
      List<String> jvmOptions)
      throws IOException {
    Files.createDirectories(directory);
    Path log = directory.resolve(service.module() + ".log");
    ProcessBuilder builder =
        new ServiceCommand(
                service, service.jar(root), directory.resolve("tmp"), port, config, jvmOptions)
            .process(List.of(), directory, log);
    return new ServiceProcess(service, port, log, builder.start());
  }

  /** A port of the loopback address that nobody listens on at this moment. */
  public static int freePort() throws IOException {
    return Probe.freePort();
  }

  /**
   * Waits until the service answers its liveness probe.
   *
   * @throws IOException with the end of its log, if it ends or the time runs out
   */
  public ServiceProcess awaitLive(Duration limit) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!Probe.isOk(uri("/q/health/live"))) {
      if (!process.isAlive()) {
        throw new IOException(service.module() + " ended while starting:\n" + logTail());
      }
      if (System.nanoTime() > deadline) {
        close();
        throw new IOException(
            service.module() + " did not start within " + limit.toSeconds() + " s:\n" + logTail());
      }
      Thread.sleep(100);
    }
    return this;
  }

  private String logTail() throws IOException {
    List<String> lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** As a power cut would end it: no shutdown hook runs. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
