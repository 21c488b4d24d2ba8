package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.tracking.ModelOutput;
import java.util.List;

/** What a run made; as in protobuf's JSON, an empty list is left out. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(Include.NON_EMPTY)
public record RunOutputsJson(List<ModelOutputJson> modelOutputs) {
  /** A logged model with the step at which it was made. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record ModelOutputJson(String modelId, long step) {}

  static RunOutputsJson of(List<ModelOutput> outputs) {
    return new RunOutputsJson(
        outputs.stream()
            .map(output -> new ModelOutputJson(output.modelId(), output.step()))
            .toList());
  }
}
