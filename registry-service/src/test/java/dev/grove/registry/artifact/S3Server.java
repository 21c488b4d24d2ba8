package dev.grove.registry.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * A server of S3's protocol: a process of its own, one for all tests of a run.
 *
 * <p>It is S3Mock, which Maven fetches, and which checks no signatures and forgets an object when
 * an upload to its place is aborted. Where {@code GROVE_VERSITYGW} names that program, which is a
 * real store, it is taken instead, and nothing is left out.
 */
public final class S3Server {
  public static final String BUCKET = "grove";
  public static final String ACCESS_KEY = "grove-key";
  public static final String SECRET_KEY = "grove-secret";
  private static final String REAL = System.getenv("GROVE_VERSITYGW");
  private static final Path JAR = Path.of("target/s3/s3mock.jar");
  private static final Pattern STARTED = Pattern.compile(".* (\\d+) \\(http\\).*");
  private static S3Server shared;

  private final Process process;
  private final URI endpoint;

  private S3Server(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  static boolean isReal() {
    return REAL != null;
  }

  /** The running server; tests are skipped where it is not there to be started. */
  public static synchronized S3Server shared() throws Exception {
    Assumptions.assumeTrue(isThere(), JAR + " is missing: S3 is not tested");
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  public static boolean isThere() {
    return isReal() || Files.exists(JAR);
  }

  /** One that its caller stops. */
  static S3Server start() throws Exception {
    return isReal() ? startReal() : startMock();
  }

  private static S3Server startMock() throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-jar",
                JAR.toString(),
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--com.adobe.testing.s3mock.http-port=0",
                "--com.adobe.testing.s3mock.store.initial-buckets=" + BUCKET)
            .redirectErrorStream(true)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, port), "s3-server");
    reader.setDaemon(true);
    reader.start();
    try {
      return new S3Server(process, URI.create("http://127.0.0.1:" + port.get(2, MINUTES)));
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static S3Server startReal() throws Exception {
    Path data = Files.createTempDirectory("versitygw");
    Files.createDirectory(data.resolve(BUCKET));
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                REAL,
                "--access",
                ACCESS_KEY,
                "--secret",
                SECRET_KEY,
                "--port",
                "127.0.0.1:" + port,
                "posix",
                data.toString())
            .redirectErrorStream(true)
            .redirectOutput(data.resolveSibling(data.getFileName() + ".log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    for (int i = 0; i < 200 && process.isAlive(); i++) {
      try (Socket up = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new S3Server(process, URI.create("http://127.0.0.1:" + up.getPort()));
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    process.destroyForcibly();
    throw new IllegalStateException(REAL + " does not answer");
  }

  private static void read(Process process, CompletableFuture<Integer> port) {
    StringBuilder said = new StringBuilder();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      Matcher http = STARTED.matcher("");
      int found = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.contains("Tomcat started") && http.reset(line).matches()) {
          found = Integer.parseInt(http.group(1));
        }
        if (line.contains(" Started ")) {
          port.complete(found);
        }
        said.append(said.length() < 20_000 ? line + "\n" : "");
      }
    } catch (IOException e) {
      port.completeExceptionally(e);
    }
    port.completeExceptionally(new IllegalStateException("the S3 server ended: " + said));
  }

  public URI endpoint() {
    return endpoint;
  }

  void stop() {
    process.destroyForcibly();
  }
}
