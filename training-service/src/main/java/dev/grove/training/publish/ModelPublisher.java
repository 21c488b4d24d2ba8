package dev.grove.training.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.training.publish.PublishableRun.Metric;
import dev.grove.training.publish.PublishableRun.Model;
import dev.grove.training.publish.PublishableRun.Status;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Tells the registry about a job: its run, the bundle as the run's artifacts, a model version.
 *
 * <p>Each step finds what an earlier try left and goes on from there, so that publishing twice is
 * the same as once.
 */
@ApplicationScoped
public class ModelPublisher {
  /** The directory of the bundle among the run's artifacts. */
  private static final String DIRECTORY = "model";

  /** MLflow's limits for one batch. */
  private static final int METRICS_PER_BATCH = 1_000;

  private static final int PARAMETERS_PER_BATCH = 100;
  private static final int LONGEST_PARAMETER = 6_000;

  private final RegistryConfig config;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  ModelPublisher(RegistryConfig config) {
    this.config = config;
  }

  /**
   * @return the registered version; null if the run has no model to register
   * @throws RegistryAway if it should be tried again later
   * @throws RegistryRefused if that would not help
   */
  public String publish(PublishableRun run) throws RegistryAway, RegistryRefused {
    RegistryClient registry = new RegistryClient(http, config.url(), run.requestId());
    JsonNode info = createRun(registry, run);
    logParameters(registry, run);
    logMetrics(registry, run);
    if (run.model() != null) {
      upload(registry, info.path("artifact_uri").asText(), run.model().bundle());
    }
    registry.post(
        "runs/update",
        Map.of(
            "run_id", run.id(),
            "status", run.status().name(),
            "end_time", run.finishedAt().toEpochMilli()));
    boolean registers = run.model() != null && run.model().name() != null;
    return registers && run.status() == Status.FINISHED ? register(registry, run) : null;
  }

  private static JsonNode createRun(RegistryClient registry, PublishableRun run)
      throws RegistryAway, RegistryRefused {
    try {
      return registry
          .post(
              "runs/create",
              Map.of(
                  "run_id", run.id(),
                  "experiment_id", experiment(registry, run.experiment()),
                  "run_name", run.experiment() + "-" + run.id().substring(0, 8),
                  "start_time", run.startedAt().toEpochMilli(),
                  "tags", List.of(Map.of("key", "grove.job", "value", run.id()))))
          .at("/run/info");
    } catch (RegistryRefused e) {
      if (!e.alreadyExists()) {
        throw e;
      }
      return registry.get("runs/get", Map.of("run_id", run.id())).at("/run/info");
    }
  }

  private static String experiment(RegistryClient registry, String name)
      throws RegistryAway, RegistryRefused {
    try {
      return experimentByName(registry, name);
    } catch (RegistryRefused e) {
      if (!e.doesNotExist()) {
        throw e;
      }
    }
    try {
      return registry
          .post("experiments/create", Map.of("name", name))
          .path("experiment_id")
          .asText();
    } catch (RegistryRefused e) {
      if (!e.alreadyExists()) {
        throw e;
      }
      return experimentByName(registry, name); // Somebody else was quicker.
    }
  }

  private static String experimentByName(RegistryClient registry, String name)
      throws RegistryAway, RegistryRefused {
    return registry
        .get("experiments/get-by-name", Map.of("experiment_name", name))
        .at("/experiment/experiment_id")
        .asText();
  }

  private static void logParameters(RegistryClient registry, PublishableRun run)
      throws RegistryAway, RegistryRefused {
    List<Map<String, String>> all = new ArrayList<>();
    run.parameters()
        .forEach(
            (key, value) -> {
              if (value.length() <= LONGEST_PARAMETER) {
                all.add(Map.of("key", key, "value", value));
              }
            });
    for (int from = 0; from < all.size(); from += PARAMETERS_PER_BATCH) {
      int to = Math.min(all.size(), from + PARAMETERS_PER_BATCH);
      registry.post("runs/log-batch", Map.of("run_id", run.id(), "params", all.subList(from, to)));
    }
  }

  private static void logMetrics(RegistryClient registry, PublishableRun run)
      throws RegistryAway, RegistryRefused {
    List<Metric> all = run.metrics();
    for (int from = 0; from < all.size(); from += METRICS_PER_BATCH) {
      List<Map<String, Object>> batch = new ArrayList<>();
      for (Metric metric : all.subList(from, Math.min(all.size(), from + METRICS_PER_BATCH))) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("key", metric.key());
        entry.put("value", metric.value());
        entry.put("timestamp", metric.timestamp());
        entry.put("step", metric.step());
        batch.add(entry);
      }
      registry.post("runs/log-batch", Map.of("run_id", run.id(), "metrics", batch));
    }
  }

  private static void upload(RegistryClient registry, String artifactUri, Path bundle)
      throws RegistryAway, RegistryRefused {
    String root = artifactUri.replaceFirst("^mlflow-artifacts:/+", "");
    try (Stream<Path> files = Files.list(bundle)) {
      for (Path file : files.sorted().toList()) {
        registry.putArtifact(root + "/" + DIRECTORY + "/" + file.getFileName(), file);
      }
    } catch (IOException e) {
      throw new RegistryAway("The bundle cannot be read", e);
    }
  }

  private static String register(RegistryClient registry, PublishableRun run)
      throws RegistryAway, RegistryRefused {
    Model model = run.model();
    try {
      registry.post("registered-models/create", Map.of("name", model.name()));
    } catch (RegistryRefused e) {
      if (!e.alreadyExists()) {
        throw e;
      }
    }
    JsonNode known =
        registry.get("model-versions/search", Map.of("filter", "run_id='" + run.id() + "'"));
    for (JsonNode version : known.path("model_versions")) {
      if (version.path("name").asText().equals(model.name())) {
        return version.path("version").asText();
      }
    }
    return registry
        .post(
            "model-versions/create",
            Map.of(
                "name", model.name(),
                "source", "runs:/" + run.id() + "/" + DIRECTORY,
                "run_id", run.id(),
                "tags",
                    List.of(
                        Map.of("key", "grove.manifest.sha256", "value", model.manifestSha256()))))
        .at("/model_version/version")
        .asText();
  }
}
