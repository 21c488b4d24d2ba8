package dev.grove.registry.tracking;

import dev.grove.registry.Limits;

/**
 * A metric's point that tells of a logged model too.
 *
 * @param dataset the name of what it was measured on, or empty; and {@code digest} likewise
 */
public record ModelMetric(LoggedModelId model, Metric point, String dataset, String digest) {
  private static final int DATASET = 500;
  private static final int DIGEST = 36;

  public ModelMetric {
    Limits.length("dataset_name", DATASET, dataset);
    Limits.length("dataset_digest", DIGEST, digest);
  }
}
