package dev.grove.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.bundle.BundleFormat;
import dev.grove.bundle.ModelBundle;
import dev.grove.local.postgres.EmbeddedServer;
import dev.grove.local.services.Service;
import dev.grove.local.services.ServiceProcess;
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

/** The real registry as a process over a real PostgreSQL, and what publishers say to it. */
public final class RegistryFixture implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/api/2.0/mlflow/";

  private final Path directory;
  private final EmbeddedServer postgres;
  private final int port;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private ServiceProcess process;

  private RegistryFixture(Path directory, EmbeddedServer postgres, int port) {
    this.directory = directory;
    this.postgres = postgres;
    this.port = port;
  }

  /** The project's root, where the services' jars are. */
  private static Path root() {
    return Path.of(System.getProperty("grove.root"));
  }

  /** Whether the registry's jar was built, without which there is nothing to test against. */
  public static boolean isBuilt() {
    return Files.isRegularFile(Service.REGISTRY.jar(root()));
  }

  public static RegistryFixture start(Path directory) throws IOException, InterruptedException {
    EmbeddedServer postgres =
        EmbeddedServer.forTests(Path.of(System.getProperty("java.io.tmpdir"), "postgres"));
    RegistryFixture fixture = new RegistryFixture(directory, postgres, ServiceProcess.freePort());
    fixture.restart();
    return fixture;
  }

  /** Starts the registry, again on its port. */
  public void restart() throws IOException, InterruptedException {
    process =
        ServiceProcess.start(
                Service.REGISTRY,
                root(),
                directory.resolve("registry"),
                port,
                Map.of(
                    "quarkus.datasource.jdbc.url",
                    postgres.jdbcUrl(),
                    "quarkus.datasource.username",
                    EmbeddedServer.USER,
                    "quarkus.datasource.password",
                    "",
                    "grove.artifacts.directory",
                    artifacts().toString()))
            .awaitLive(Duration.ofSeconds(90));
  }

  public void kill() throws InterruptedException {
    process.kill();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private Path artifacts() {
    return directory.resolve("artifacts");
  }

  /** Uploads a bundle as a run's artifacts and makes it the model's next version. */
  public String publish(String model, ModelBundle bundle) throws Exception {
    Path written = Files.createTempDirectory(Files.createDirectories(directory), "bundle");
    return publish(model, written, BundleFormat.write(bundle, written));
  }

  /**
   * Uploads a directory as it is.
   *
   * @param manifestSha256 what the version's tag says
   */
  public String publish(String model, Path bundle, String manifestSha256) throws Exception {
    JsonNode run =
        post("runs/create", Map.of("experiment_id", "0", "run_id", newRunId())).at("/run/info");
    String artifacts = run.get("artifact_uri").asText().replaceFirst("^mlflow-artifacts:/+", "");
    try (Stream<Path> files = Files.list(bundle)) {
      for (Path file : files.toList()) {
        String path = "/api/2.0/mlflow-artifacts/artifacts/" + artifacts + "/model/";
        send("PUT", path + file.getFileName(), BodyPublishers.ofFile(file), true);
      }
    }
    post("registered-models/create", Map.of("name", model), false);
    JsonNode version =
        post(
            "model-versions/create",
            Map.of(
                "name",
                model,
                "source",
                "runs:/" + run.get("run_id").asText() + "/model",
                "run_id",
                run.get("run_id").asText(),
                "tags",
                List.of(Map.of("key", "grove.manifest.sha256", "value", manifestSha256))));
    return version.at("/model_version/version").asText();
  }

  private static String newRunId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  public void promote(String model, String version) throws Exception {
    promote(model, "champion", version);
  }

  public void promote(String model, String alias, String version) throws Exception {
    post("registered-models/alias", Map.of("name", model, "alias", alias, "version", version));
  }

  public void demote(String model) throws Exception {
    demote(model, "champion");
  }

  public void demote(String model, String alias) throws Exception {
    delete("registered-models/alias", Map.of("name", model, "alias", alias));
  }

  /** Deletes one version of a model. */
  public void deleteVersion(String model, String version) throws Exception {
    delete("model-versions/delete", Map.of("name", model, "version", version));
  }

  /** Deletes a model with all of its versions. */
  public void deleteModel(String model) throws Exception {
    delete("registered-models/delete", Map.of("name", model));
  }

  public void setTag(String model, String key, String value) throws Exception {
    post("registered-models/set-tag", Map.of("name", model, "key", key, "value", value));
  }

  private void delete(String call, Map<String, ?> body) throws Exception {
    send("DELETE", API + call, BodyPublishers.ofString(JSON.writeValueAsString(body)), true);
  }

  private JsonNode post(String call, Map<String, ?> body) throws Exception {
    return post(call, body, true);
  }

  private JsonNode post(String call, Map<String, ?> body, boolean must) throws Exception {
    return send("POST", API + call, BodyPublishers.ofString(JSON.writeValueAsString(body)), must);
  }

  private JsonNode send(
      String method, String path, HttpRequest.BodyPublisher body, boolean mustSucceed)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve(path))
            .header("Content-Type", "application/json")
            .method(method, body)
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    if (mustSucceed && response.statusCode() != 200) {
      throw new IOException(
          method + " " + path + " answered " + response.statusCode() + ": " + response.body());
    }
    return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
  }

  @Override
  public void close() throws IOException {
    process.close();
    postgres.close();
  }
}
