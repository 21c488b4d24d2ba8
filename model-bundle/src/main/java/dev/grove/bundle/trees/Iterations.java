package dev.grove.bundle.trees;

/**
 * Which boosting rounds predict, as LightGBM's {@code start_iteration} and {@code num_iteration}
 * say it: what lies beyond the model is cut off, and a count of zero or less means all that follow.
 */
public record Iterations(int start, int count) {
  public static final Iterations ALL = new Iterations(0, -1);

  /** The first round of a model of so many. */
  int from(int total) {
    return Math.min(Math.max(start, 0), total);
  }

  /** Beyond the last round. */
  int to(int total) {
    int from = from(total);
    return count > 0 ? from + Math.min(count, total - from) : total;
  }
}
