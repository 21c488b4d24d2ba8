package dev.grove.registry.tracking;

import dev.grove.registry.Tag;
import java.util.List;
import java.util.OptionalLong;

/** A run with what was logged to it: the latest point of each metric, parameters and tags. */
public record Run(
    Info info,
    List<Metric> metrics,
    List<Tag> params,
    List<Tag> tags,
    Inputs inputs,
    List<ModelOutput> outputs) {
  /**
   * What a run is, without what was logged.
   *
   * @param started and {@code ended} are milliseconds since 1970
   */
  public record Info(
      String id,
      long experiment,
      String name,
      String user,
      RunStatus status,
      long started,
      OptionalLong ended,
      String artifactUri,
      LifecycleStage stage) {}

  /**
   * What a run read.
   *
   * @param models ids of logged models
   */
  public record Inputs(List<DatasetInput> datasets, List<String> models) {
    static final Inputs NONE = new Inputs(List.of(), List.of());
  }
}
