package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.model.ModelVersion;
import java.util.List;

/** A model's version, its number a text; as in protobuf's JSON, empty lists are left out. */
@JsonNaming(SnakeCaseStrategy.class)
public record ModelVersionJson(
    String name,
    String version,
    long creationTimestamp,
    long lastUpdatedTimestamp,
    String currentStage,
    String description,
    String source,
    String runId,
    String status,
    String runLink,
    @JsonInclude(Include.NON_EMPTY) List<TagJson> tags,
    @JsonInclude(Include.NON_EMPTY) List<String> aliases) {
  static ModelVersionJson of(ModelVersion version) {
    return new ModelVersionJson(
        version.model(),
        Integer.toString(version.version()),
        version.created(),
        version.updated(),
        version.stage(),
        version.description(),
        version.source(),
        version.runId(),
        version.status(),
        version.runLink(),
        TagJson.of(version.tags()),
        version.aliases());
  }
}
