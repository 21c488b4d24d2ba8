package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.tracking.Run;

/** A run's info; {@code end_time} is left out until there is one. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(Include.NON_NULL)
public record RunInfoJson(
    String runId,
    String runUuid,
    String runName,
    String experimentId,
    String userId,
    String status,
    long startTime,
    Long endTime,
    String artifactUri,
    String lifecycleStage) {
  static RunInfoJson of(Run.Info info) {
    return new RunInfoJson(
        info.id(),
        info.id(),
        info.name(),
        Long.toString(info.experiment()),
        info.user(),
        info.status().name(),
        info.started(),
        info.ended().isPresent() ? info.ended().getAsLong() : null,
        info.artifactUri(),
        info.stage().text());
  }
}
