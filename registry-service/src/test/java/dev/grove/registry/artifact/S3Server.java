package dev.grove.registry.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** A server of S3's protocol: a process of its own, one for all tests of a run. */
public final class S3Server {
  public static final String BUCKET = "grove";
  private static final Path JAR = Path.of("target/s3/s3mock.jar");
  private static final Pattern STARTED = Pattern.compile(".* (\\d+) \\(http\\).*");
  private static S3Server shared;

  private final Process process;
  private final URI endpoint;

  private S3Server(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  public static boolean isThere() {
    return Files.exists(JAR);
  }

  /** The running server; tests are skipped where it is not there to be started. */
  public static synchronized S3Server shared() throws Exception {
    Assumptions.assumeTrue(isThere(), JAR + " is missing: S3 is not tested");
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  /** One that its caller stops. */
  static S3Server start() throws Exception {
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

  void stop() throws InterruptedException {
    process.destroyForcibly().waitFor(10, SECONDS);
  }
}
