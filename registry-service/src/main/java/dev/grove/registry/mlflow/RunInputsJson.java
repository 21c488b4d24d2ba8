package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.tracking.Dataset;
import dev.grove.registry.tracking.DatasetInput;
import dev.grove.registry.tracking.Run;
import java.util.List;

/** What a run read; as in protobuf's JSON, empty lists are left out. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(Include.NON_EMPTY)
public record RunInputsJson(
    List<DatasetInputJson> datasetInputs, List<ModelInputJson> modelInputs) {
  /** A dataset with its tags in this run. */
  @JsonInclude(Include.NON_EMPTY)
  public record DatasetInputJson(List<TagJson> tags, DatasetJson dataset) {
    static DatasetInputJson of(DatasetInput input) {
      return new DatasetInputJson(TagJson.of(input.tags()), DatasetJson.of(input.dataset()));
    }
  }

  /** A dataset. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(Include.NON_NULL)
  public record DatasetJson(
      String name, String digest, String sourceType, String source, String schema, String profile) {
    static DatasetJson of(Dataset dataset) {
      return new DatasetJson(
          dataset.name(),
          dataset.digest(),
          dataset.sourceType(),
          dataset.source(),
          dataset.schema().orElse(null),
          dataset.profile().orElse(null));
    }
  }

  /** A logged model. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record ModelInputJson(String modelId) {}

  static RunInputsJson of(Run.Inputs inputs) {
    return new RunInputsJson(
        inputs.datasets().stream().map(DatasetInputJson::of).toList(),
        inputs.models().stream().map(ModelInputJson::new).toList());
  }
}
