package dev.grove.registry.tracking;

import java.util.Comparator;

/**
 * One point of a metric.
 *
 * @param value any double but infinity
 * @param timestamp milliseconds since 1970
 */
public record Metric(String key, double value, long timestamp, long step) {
  /** Later is greater: by step, then timestamp, then value, where NaN counts as zero. */
  static final Comparator<Metric> BY_TIME =
      Comparator.comparingLong(Metric::step)
          .thenComparingLong(Metric::timestamp)
          .thenComparingDouble(metric -> Double.isNaN(metric.value) ? 0 : metric.value);

  /** Infinities become the greatest and the least finite double, as MLflow stores them. */
  public Metric {
    if (Double.isInfinite(value)) {
      value = Math.copySign(Double.MAX_VALUE, value);
    }
  }
}
