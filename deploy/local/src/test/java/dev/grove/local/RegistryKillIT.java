package dev.grove.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.local.postgres.EmbeddedServer;
import dev.grove.local.services.Service;
import dev.grove.local.services.ServiceProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A registry that is killed leaves nothing half, and the next one goes on. */
class RegistryKillIT {
  private static final Path ROOT = Path.of(System.getProperty("grove.root"));
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final String API = "/api/2.0/mlflow/";
  private static final int RUNS = 60;
  private static final int FILES_EACH = 15;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Path directory;
  private static EmbeddedServer postgres;
  private static ServiceProcess registry;

  @BeforeAll
  static void start() throws Exception {
    directory =
        Files.createDirectories(
            Path.of(System.getProperty("java.io.tmpdir"), "registry-kill").toAbsolutePath());
    postgres = EmbeddedServer.forTests(directory.resolve("postgres"));
    startRegistry();
  }

  private static void startRegistry() throws Exception {
    Map<String, String> config = new HashMap<>();
    config.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl());
    config.put("quarkus.datasource.username", EmbeddedServer.USER);
    config.put("quarkus.datasource.password", "");
    config.put("grove.artifacts.directory", directory.resolve("artifacts").toString());
    config.put("grove.artifacts.abandoned-after", "15s");
    config.put("grove.artifacts.sweep-every", "1s");
    config.put("grove.gc.poll", "200ms");
    registry =
        ServiceProcess.forTests(Service.REGISTRY, ROOT, directory.resolve("registry"), config);
  }

  private static void killAndStart() throws Exception {
    registry.kill();
    startRegistry();
  }

  @AfterAll
  static void stop() throws Exception {
    registry.kill();
    postgres.close();
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(registry.uri(path))
            .timeout(Duration.ofSeconds(60))
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static JsonNode ok(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = send(method, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return JSON.readTree(answer.body());
  }

  @Test
  void aKilledUploadLeavesNothing() throws Exception {
    ok("PUT", FILES + "kept", "the old file");
    Path staging = directory.resolve("artifacts/staging");
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), registry.uri("/").getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("PUT " + FILES + "kept HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[1_000_000]);
      out.flush();
      await("an upload under way", () -> count(staging) == 1);
      killAndStart();
    }

    assertThat(send("GET", FILES + "kept", "").body()).isEqualTo("the old file");
    await("an empty staging directory", () -> count(staging) == 0);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(String what, Condition condition) throws Exception {
    for (int i = 0; i < 600; i++) {
      if (condition.holds()) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("There never was " + what);
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  @Test
  void aKilledGarbageCollectionGoesOn() throws Exception {
    String experiment =
        ok("POST", API + "experiments/create", "{\"name\":\"killed\"}")
            .path("experiment_id")
            .asText();
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      runs.add(run(experiment));
    }
    String used = runs.get(RUNS / 2);
    ok("POST", API + "registered-models/create", "{\"name\":\"killed\"}");
    ok(
        "POST",
        API + "model-versions/create",
        "{\"name\":\"killed\",\"source\":\"runs:/" + used + "/f1\"}");
    ok("POST", API + "experiments/delete", "{\"experiment_id\":\"" + experiment + "\"}");

    String place = "/gc/" + ok("POST", "/gc", "{}").path("id").asText();
    int kills = 0;
    for (long seen = 0; kills < 3; kills++) {
      long before = seen;
      await("progress", () -> done(place) > before || finished(place));
      seen = done(place);
      killAndStart();
    }
    await("an end", () -> finished(place));

    JsonNode result = ok("GET", place, "");
    assertThat(result.path("runs").asInt()).isEqualTo(RUNS - 1);
    assertThat(result.path("directories").asInt()).isEqualTo(RUNS - 1);
    assertThat(result.path("waiting").asInt()).isZero();
    for (String run : runs) {
      boolean kept = run.equals(used);
      assertThat(send("GET", API + "runs/get?run_id=" + run, "").statusCode())
          .isEqualTo(kept ? 200 : 404);
      assertThat(directory.resolve("artifacts/files/" + experiment + "/" + run))
          .satisfies(path -> assertThat(Files.exists(path)).isEqualTo(kept));
    }
    assertThat(ok("POST", "/artifacts/scrub", "").path("findings")).isEmpty();
  }

  private static String run(String experiment) throws Exception {
    String run =
        ok("POST", API + "runs/create", "{\"experiment_id\":\"" + experiment + "\"}")
            .path("run")
            .path("info")
            .path("run_id")
            .asText();
    for (int i = 0; i < FILES_EACH; i++) {
      ok("PUT", FILES + experiment + "/" + run + "/artifacts/f" + i + "/x", "content");
    }
    return run;
  }

  private static long done(String place) throws Exception {
    JsonNode state = ok("GET", place, "");
    return state.path("runs").asLong() + state.path("directories").asLong();
  }

  private static boolean finished(String place) throws Exception {
    return ok("GET", place, "").path("state").asText().equals("finished");
  }
}
