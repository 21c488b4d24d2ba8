package dev.grove.inference.serving;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The parts of MLflow's answers that serving reads. */
final class RegistryAnswers {
  private RegistryAnswers() {}

  @RegisterForReflection
  record Models(
      @JsonProperty("registered_models") List<Model> models,
      @JsonProperty("next_page_token") String nextPageToken) {}

  @RegisterForReflection
  record ModelAnswer(@JsonProperty("registered_model") Model model) {}

  @RegisterForReflection
  record Model(
      String name,
      @JsonProperty("creation_timestamp") long creationTimestamp,
      List<Alias> aliases,
      List<Tag> tags) {}

  /**
   * @param lastUpdatedTimestamp milliseconds since the epoch
   */
  @RegisterForReflection
  record Alias(
      String alias,
      String version,
      @JsonProperty("last_updated_timestamp") long lastUpdatedTimestamp) {}

  @RegisterForReflection
  record Versions(
      @JsonProperty("model_versions") List<Version> versions,
      @JsonProperty("next_page_token") String nextPageToken) {}

  @RegisterForReflection
  record VersionAnswer(@JsonProperty("model_version") Version version) {}

  @RegisterForReflection
  record Version(
      String name,
      String version,
      String source,
      @JsonProperty("run_id") String runId,
      List<Tag> tags) {}

  @RegisterForReflection
  record Tag(String key, String value) {}

  @RegisterForReflection
  record DownloadUri(@JsonProperty("artifact_uri") String artifactUri) {}

  @RegisterForReflection
  record RunAnswer(Run run) {}

  @RegisterForReflection
  record Run(RunInfo info) {}

  @RegisterForReflection
  record RunInfo(@JsonProperty("artifact_uri") String artifactUri) {}

  @RegisterForReflection
  record Failure(@JsonProperty("error_code") String errorCode, String message) {}
}
