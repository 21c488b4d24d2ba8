package dev.grove.registry.promotion;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What gates judge by.
 *
 * @param holder the version that the alias points to, if there is one
 * @param evaluated when the metrics that count were logged
 * @param approvals of how many people
 */
record Evidence(
    Optional<Integer> holder,
    Map<String, Double> candidateMetrics,
    Map<String, Double> holderMetrics,
    InputSchema candidateInput,
    InputSchema holderInput,
    Optional<Instant> evaluated,
    Instant now,
    int approvals) {
  OptionalDouble candidate(String metric) {
    return value(candidateMetrics, metric);
  }

  OptionalDouble holder(String metric) {
    return value(holderMetrics, metric);
  }

  private static OptionalDouble value(Map<String, Double> metrics, String key) {
    Double value = metrics.get(key);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
