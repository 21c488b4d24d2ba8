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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What serving asks the registry, in MLflow's REST API. Blocking. */
public final class RegistryClient {
  private static final String MANIFEST_TAG = "grove.manifest.sha256";
  private static final String TRAFFIC_TAG = "grove.traffic";
  private static final String API = "/api/2.0/mlflow/";
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

  /** Every registered model. */
  List<RegisteredModel> models() throws IOException {
    List<RegisteredModel> models = new ArrayList<>();
    Map<String, String> query = new HashMap<>(Map.of("max_results", PAGE_SIZE));
    for (int page = 0; page < MOST_PAGES; page++) {
      RegistryAnswers.Models answer =
          get("registered-models/search", query, RegistryAnswers.Models.class);
      for (Model model : orEmpty(answer.models())) {
        models.add(registered(model));
      }
      if (isEmpty(answer.nextPageToken())) {
        return models;
      }
      query.put("page_token", answer.nextPageToken());
    }
    throw new RegistryUnavailable("The registry's list of models does not end");
  }

  /** One registered model; empty if there is none of that name. */
  Optional<RegisteredModel> model(String name) throws IOException {
    try {
      RegistryAnswers.ModelAnswer answer =
          get("registered-models/get", Map.of("name", name), RegistryAnswers.ModelAnswer.class);
      Model found = require(answer.model(), "registered_model");
      return Optional.of(registered(found));
    } catch (NotInRegistry e) {
      return Optional.empty();
    }
  }

  private static RegisteredModel registered(Model model) throws RegistryUnavailable {
    String name = require(model.name(), "name");
    Map<String, PromotedVersion> aliases = new HashMap<>();
    for (Alias each : orEmpty(model.aliases())) {
      String alias = require(each.alias(), "alias");
      String version = require(each.version(), "version");
      Instant promotedAt = Instant.ofEpochMilli(each.lastUpdatedTimestamp());
      aliases.put(alias, new PromotedVersion(name, alias, version, promotedAt));
    }
    Instant createdAt = Instant.ofEpochMilli(model.creationTimestamp());
    return new RegisteredModel(name, createdAt, aliases, tag(model.tags(), TRAFFIC_TAG));
  }

  private static String tag(List<Tag> tags, String key) {
    return orEmpty(tags).stream()
        .filter(tag -> key.equals(tag.key()))
        .map(Tag::value)
        .findFirst()
        .orElse(null);
  }

  /** The versions that a model has, as the registry writes their numbers. */
  Set<String> versions(String model) throws IOException {
    // Nothing escapes a quotation mark in a filter; a place that may be any character does.
    String filter = "name LIKE '" + model.replaceAll("['\"`]", "_") + "'";
    Map<String, String> query = new HashMap<>();
    query.put("filter", filter);
    query.put("max_results", PAGE_SIZE);
    Set<String> versions = new HashSet<>();
    for (int page = 0; page < MOST_PAGES; page++) {
      RegistryAnswers.Versions answer =
          get("model-versions/search", query, RegistryAnswers.Versions.class);
      for (RegistryAnswers.Version version : orEmpty(answer.versions())) {
        if (model.equals(version.name())) {
          versions.add(require(version.version(), "version"));
        }
      }
      if (isEmpty(answer.nextPageToken())) {
        return versions;
      }
      query.put("page_token", answer.nextPageToken());
    }
    throw new RegistryUnavailable("The registry's list of versions does not end");
  }

  /**
   * Where a version's bundle lies.
   *
   * @throws InvalidBundle if it lies outside of the registry
   */
  BundleSource source(ModelVersion version) throws IOException {
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
    String digest = tag(found.tags(), MANIFEST_TAG);
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

  /** Sets a tag of a registered model. */
  void setTag(String model, String key, String value) throws IOException {
    byte[] json = JSON.writeValueAsBytes(Map.of("name", model, "key", key, "value", value));
    http.change("POST", API + "registered-models/set-tag", json);
  }

  /** Removes a tag of a registered model; none there is fine. */
  void deleteTag(String model, String key) throws IOException {
    byte[] json = JSON.writeValueAsBytes(Map.of("name", model, "key", key));
    http.change("DELETE", API + "registered-models/delete-tag", json);
  }

  private <T> T get(String call, Map<String, String> query, Class<T> type) throws IOException {
    String path = API + call + "?" + RegistryPaths.query(query);
    byte[] body = http.get(path, LARGEST_ANSWER);
    try {
      return require(JSON.readValue(body, type), "answer");
    } catch (IOException e) {
      throw new RegistryUnavailable("The registry's answer to " + call + " is not understood", e);
    }
  }

  private static boolean isEmpty(String text) {
    return text == null || text.isEmpty();
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
