package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.tracking.Experiment;
import java.util.List;

/** An experiment; as in protobuf's JSON, empty lists are left out. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(Include.NON_EMPTY)
public record ExperimentJson(
    String experimentId,
    String name,
    String artifactLocation,
    String lifecycleStage,
    long lastUpdateTime,
    long creationTime,
    List<TagJson> tags,
    String workspace) {
  /** The one workspace of a server that has none, in MLflow's words. */
  private static final String WORKSPACE = "default";

  static ExperimentJson of(Experiment experiment) {
    return new ExperimentJson(
        Long.toString(experiment.id()),
        experiment.name(),
        experiment.artifactLocation(),
        experiment.stage().text(),
        experiment.updated(),
        experiment.created(),
        TagJson.of(experiment.tags()),
        WORKSPACE);
  }
}
