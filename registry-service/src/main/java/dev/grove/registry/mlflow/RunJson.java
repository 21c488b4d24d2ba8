package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.grove.registry.tracking.Run;
import java.util.List;

/** A run with its data; one that was just created says nothing of outputs. */
@JsonInclude(Include.NON_NULL)
public record RunJson(RunInfoJson info, Data data, RunInputsJson inputs, RunOutputsJson outputs) {
  /** What was logged; as in protobuf's JSON, empty lists are left out. */
  @JsonInclude(Include.NON_EMPTY)
  public record Data(List<MetricJson> metrics, List<TagJson> params, List<TagJson> tags) {}

  static RunJson of(Run run) {
    return of(run, RunOutputsJson.of(run.outputs()));
  }

  static RunJson ofNew(Run run) {
    return of(run, null);
  }

  private static RunJson of(Run run, RunOutputsJson outputs) {
    return new RunJson(
        RunInfoJson.of(run.info()),
        new Data(
            run.metrics().stream().map(MetricJson::of).toList(),
            TagJson.of(run.params()),
            TagJson.of(run.tags())),
        RunInputsJson.of(run.inputs()),
        outputs);
  }
}
