package dev.grove.inference.serving;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.bundle.InvalidBundle;
import dev.grove.inference.serving.RegistryAnswers.Alias;
import dev.grove.inference.serving.RegistryAnswers.Model;
import dev.grove.inference.serving.RegistryAnswers.Tag;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What serving asks the registry, in MLflow's REST API. Blocking. */
public final class RegistryClient {
  private static final String MANIFEST_TAG = "grove.manifest.sha256";
  private static final String RUNS = "runs:/";
  private static final int LARGEST_ANSWER = 16 << 20;
  private static final int MOST_PAGES = 100;
  private static final String PAGE_SIZE = "1000";
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final RegistryHttp http;

  public RegistryClient(RegistryHttp http) {
    this.http = http;
  }

  /** Every registered model that has the alias, and where it points to. */
  List<PromotedVersion> promoted(String alias) throws IOException {
    List<PromotedVersion> promoted = new ArrayList<>();
    Map<String, String> query = new HashMap<>(Map.of("max_results", PAGE_SIZE));
    for (int page = 0; page < MOST_PAGES; page++) {
      RegistryAnswers.Models answer =
          get("registered-models/search", query, RegistryAnswers.Models.class);
      for (Model model : orEmpty(answer.models())) {
        promotion(model, alias).ifPresent(promoted::add);
      }
      if (answer.nextPageToken() == null || answer.nextPageToken().isEmpty()) {
        return promoted;
      }
      query.put("page_token", answer.nextPageToken());
    }
    throw new RegistryUnavailable("The registry's list of models does not end");
  }

  /** Where the alias of one model points to; empty if the model or the alias does not exist. */
  Optional<PromotedVersion> promoted(String model, String alias) throws IOException {
    try {
      RegistryAnswers.ModelAnswer answer =
          get("registered-models/get", Map.of("name", model), RegistryAnswers.ModelAnswer.class);
      return promotion(require(answer.model(), "registered_model"), alias);
    } catch (NotInRegistry e) {
      return Optional.empty();
    }
  }

  private static Optional<PromotedVersion> promotion(Model model, String alias)
      throws RegistryUnavailable {
    for (Alias each : orEmpty(model.aliases())) {
      if (alias.equals(each.alias())) {
        return Optional.of(
            new PromotedVersion(
                require(model.name(), "name"),
                alias,
                require(each.version(), "version"),
                Instant.ofEpochMilli(each.lastUpdatedTimestamp())));
      }
    }
    return Optional.empty();
  }

  /**
   * Where a version's bundle lies.
   *
   * @throws InvalidBundle if it lies outside of the registry
   */
  BundleSource source(PromotedVersion version) throws IOException {
    Map<String, String> query = Map.of("name", version.model(), "version", version.version());
    RegistryAnswers.Version found =
        require(
            get("model-versions/get", query, RegistryAnswers.VersionAnswer.class).version(),
            "model_version");
    String uri =
        get("model-versions/get-download-uri", query, RegistryAnswers.DownloadUri.class)
            .artifactUri();
    if (uri != null && uri.startsWith(RUNS)) {
      uri = ofRun(uri.substring(RUNS.length()));
    }
    String digest =
        orEmpty(found.tags()).stream()
            .filter(tag -> MANIFEST_TAG.equals(tag.key()))
            .map(Tag::value)
            .findFirst()
            .orElse(null);
    return new BundleSource(RegistryPaths.belowProxy(uri), digest);
  }

  private String ofRun(String runAndPath) throws IOException {
    int slash = runAndPath.indexOf('/');
    if (slash < 1) {
      throw new InvalidBundle("Not a run's artifact: " + RUNS + runAndPath);
    }
    Map<String, String> query = Map.of("run_id", runAndPath.substring(0, slash));
    RegistryAnswers.Run run =
        require(get("runs/get", query, RegistryAnswers.RunAnswer.class).run(), "run");
    return require(run.info(), "info").artifactUri() + runAndPath.substring(slash);
  }

  private <T> T get(String call, Map<String, String> query, Class<T> type) throws IOException {
    String path = "/api/2.0/mlflow/" + call + "?" + RegistryPaths.query(query);
    byte[] body = http.get(path, LARGEST_ANSWER);
    try {
      return require(JSON.readValue(body, type), "answer");
    } catch (IOException e) {
      throw new RegistryUnavailable("The registry's answer to " + call + " is not understood", e);
    }
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }

  private static <T> T require(T value, String field) throws RegistryUnavailable {
    if (value == null) {
      throw new RegistryUnavailable("The registry's answer lacks '" + field + "'");
    }
    return value;
  }
}
