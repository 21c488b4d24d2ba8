package dev.grove.local.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Publishes versions of one model to a registry and promotes them, as training and people do. */
final class Promoter {
  private static final String API = "/api/2.0/mlflow/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI registry;
  private final String model;
  private final Path work;
  private int published;

  /**
   * @param work for bundles on their way
   */
  Promoter(URI registry, String model, Path work) {
    this.registry = registry;
    this.model = model;
    this.work = work;
  }

  /** Publishes the next version; it is not promoted. */
  TellingModel publish() throws Exception {
    TellingModel next = new TellingModel(++published);
    Path bundle = Files.createTempDirectory(Files.createDirectories(work), "bundle");
    String manifest = next.write(bundle);
    String run = UUID.randomUUID().toString().replace("-", "");
    JsonNode made = post("runs/create", Map.of("experiment_id", "0", "run_id", run));
    String artifacts =
        made.at("/run/info/artifact_uri").asText().replaceFirst("^mlflow-artifacts:/+", "");
    try (Stream<Path> files = Files.list(bundle)) {
      for (Path file : files.toList()) {
        String path = "/api/2.0/mlflow-artifacts/artifacts/" + artifacts + "/model/";
        send("PUT", path + file.getFileName(), BodyPublishers.ofFile(file));
      }
    }
    if (published == 1) {
      post("registered-models/create", Map.of("name", model));
    }
    Map<String, Object> version =
        Map.of(
            "name",
            model,
            "source",
            "runs:/" + run + "/model",
            "run_id",
            run,
            "tags",
            List.of(Map.of("key", "grove.manifest.sha256", "value", manifest)));
    JsonNode answer = post("model-versions/create", version);
    if (answer.at("/model_version/version").asInt() != published) {
      throw new IOException("Version " + published + " was to be made: " + answer);
    }
    return next;
  }

  /** Moves the alias that is served. */
  void promote(TellingModel version) throws Exception {
    post(
        "registered-models/alias",
        Map.of("name", model, "alias", "champion", "version", "" + version.version()));
  }

  private JsonNode post(String call, Map<String, ?> body) throws Exception {
    return send("POST", API + call, BodyPublishers.ofString(JSON.writeValueAsString(body)));
  }

  private JsonNode send(String method, String path, HttpRequest.BodyPublisher body)
      throws Exception {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(registry.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(method, body)
                .build(),
            BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(path + ": " + response.statusCode() + " " + response.body());
    }
    return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
  }
}
