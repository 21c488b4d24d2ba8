package dev.grove.registry.logged;

import dev.grove.registry.Tag;
import dev.grove.registry.tracking.Metric;
import java.util.List;

/**
 * A model that was logged to an experiment, with or without a run.
 *
 * @param runId the run that made it, or empty
 * @param created and {@code updated} are milliseconds since 1970
 */
public record LoggedModel(
    String id,
    long experiment,
    String name,
    String type,
    String runId,
    LoggedModelStatus status,
    String artifactUri,
    long created,
    long updated,
    List<Tag> params,
    List<Tag> tags,
    List<Measured> metrics) {

  /**
   * A point that a run measured.
   *
   * @param dataset what it was measured on, or empty; {@code digest} likewise
   */
  public record Measured(Metric point, String runId, String dataset, String digest) {}
}
