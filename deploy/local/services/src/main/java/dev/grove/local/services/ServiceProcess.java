package dev.grove.local.services;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A service that runs as a process of its own, from the jar that the build made. */
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
   * Starts the service and returns at once.
   *
   * @param root the project's root
   * @param directory for its temporary files and its log; created if missing
   * @param config Quarkus and Grove properties
   * @param launcher what stands before {@code java}, such as {@code setsid}; may be empty
   * @throws IOException if the jar is missing or the process cannot be started
   */
  public static ServiceProcess start(
      Service service,
      Path root,
      Path directory,
      int port,
      Map<String, String> config,
      List<String> launcher)
      throws IOException {
    Path jar = service.jar(root);
    if (!Files.isRegularFile(jar)) {
      throw new IOException(service.module() + " is not built: " + jar + " is missing");
    }
    Path temporary = Files.createDirectories(directory.resolve("tmp"));
    Path log = directory.resolve(service.module() + ".log");
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-Dquarkus.http.port=" + port);
    new TreeMap<>(config).forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add("-jar");
    command.add(jar.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
    return new ServiceProcess(service, port, log, builder.start());
  }

  /** Starts it on a free port for a test, with all of its files under {@code directory}. */
  public static ServiceProcess forTests(
      Service service, Path root, Path directory, Map<String, String> config)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    return start(service, root, directory, freePort(), config, List.of())
        .awaitLive(Duration.ofSeconds(90));
  }

  /** A port of the loopback address that nobody listens on at this moment. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Waits until the service answers its liveness probe.
   *
   * @throws IOException with the end of its log, if it ends or the time runs out
   */
  public ServiceProcess awaitLive(Duration limit) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!answers("/q/health/live")) {
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

  private boolean answers(String path) {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri(path).toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(1_000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
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
