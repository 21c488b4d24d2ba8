package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.logged.LoggedModel;
import dev.grove.registry.tracking.Metric;
import java.util.List;

/** A logged model; as in protobuf's JSON, empty lists are left out. */
public record LoggedModelJson(Info info, Data data) {
  /** What it is. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Info(
      String modelId,
      String experimentId,
      String name,
      long creationTimestampMs,
      long lastUpdatedTimestampMs,
      String artifactUri,
      String status,
      String modelType,
      String sourceRunId,
      @JsonInclude(Include.NON_EMPTY) List<TagJson> tags) {}

  /** What was logged. */
  @JsonInclude(Include.NON_EMPTY)
  public record Data(List<TagJson> params, List<MeasuredJson> metrics) {}

  /** A metric's point, on a dataset or on none. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(Include.NON_EMPTY)
  public record MeasuredJson(
      String key,
      double value,
      long timestamp,
      long step,
      String datasetName,
      String datasetDigest,
      String modelId,
      String runId) {
    static MeasuredJson of(String model, LoggedModel.Measured measured) {
      Metric point = measured.point();
      return new MeasuredJson(
          point.key(),
          point.value(),
          point.timestamp(),
          point.step(),
          measured.dataset(),
          measured.digest(),
          model,
          measured.runId());
    }
  }

  static LoggedModelJson of(LoggedModel model) {
    return new LoggedModelJson(
        new Info(
            model.id(),
            Long.toString(model.experiment()),
            model.name(),
            model.created(),
            model.updated(),
            model.artifactUri(),
            model.status().name(),
            model.type(),
            model.runId(),
            TagJson.of(model.tags())),
        new Data(
            TagJson.of(model.params()),
            model.metrics().stream()
                .map(measured -> MeasuredJson.of(model.id(), measured))
                .toList()));
  }
}
