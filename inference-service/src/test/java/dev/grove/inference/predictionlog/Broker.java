package dev.grove.inference.predictionlog;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Kafka's own broker as a process, on 127.0.0.1. */
final class Broker implements AutoCloseable {
  private static final Path JARS =
      Path.of(System.getProperty("grove.root"), "inference-service/target/kafka");

  private final Path directory;
  private final int port;
  private Process process;

  private Broker(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /** Whether its libraries were fetched. */
  static boolean isThere() {
    return Files.isDirectory(JARS);
  }

  static Broker start(Path directory) throws IOException, InterruptedException {
    Broker broker = new Broker(directory, freePort());
    Files.writeString(
        broker.properties(),
        String.join(
            "\n",
            "process.roles=broker,controller",
            "node.id=1",
            "listeners=PLAINTEXT://127.0.0.1:" + broker.port + ",CONTROLLER://127.0.0.1:" + freePort(),
            "advertised.listeners=PLAINTEXT://127.0.0.1:" + broker.port,
            "controller.listener.names=CONTROLLER",
            "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "offsets.topic.replication.factor=1",
            "log.dirs=" + directory.resolve("data")));
    Process format =
        broker.java(
            "kafka.tools.StorageTool",
            "format",
            "-t",
            "4L6g3nShT-eMCtK--X86sw",
            "-c",
            broker.properties().toString(),
            "--standalone");
    if (!format.waitFor(2, TimeUnit.MINUTES) || format.exitValue() != 0) {
      throw new IOException("No storage: " + Files.readString(directory.resolve("broker.log")));
    }
    broker.start();
    return broker;
  }

  void start() throws IOException, InterruptedException {
    process = java("kafka.Kafka", properties().toString());
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException("No broker: " + Files.readString(directory.resolve("broker.log")));
      }
      Thread.sleep(100);
    }
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  private Path properties() {
    return directory.resolve("server.properties");
  }

  private Process java(String main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.add("-Xmx256m");
    command.add("-cp");
    command.add(JARS + File.separator + "*");
    command.add(main);
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(directory.resolve("broker.log").toFile()))
        .start();
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
