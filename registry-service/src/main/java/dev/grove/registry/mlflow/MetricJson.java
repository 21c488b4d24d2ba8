package dev.grove.registry.mlflow;

import dev.grove.registry.tracking.Metric;

/** A metric's point; a value that is no number is the text {@code NaN}. */
public record MetricJson(String key, double value, long timestamp, long step) {
  static MetricJson of(Metric metric) {
    return new MetricJson(metric.key(), metric.value(), metric.timestamp(), metric.step());
  }
}
