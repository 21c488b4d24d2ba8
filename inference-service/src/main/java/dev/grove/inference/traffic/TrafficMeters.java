package dev.grove.inference.traffic;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What is counted of rules and shadows. */
@Singleton
final class TrafficMeters {
  private final MeterRegistry meters;

  @Inject
  TrafficMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  void routed(String model, String alias) {
    meters.counter("grove.traffic.requests", "model", model, "alias", alias).increment();
  }

  /**
   * @param outcome {@code agreed}, {@code differed}, {@code compared}, {@code dropped}, {@code
   *     skipped} or {@code failed}
   */
  void shadowed(String model, String outcome) {
    meters.counter("grove.shadow.rows", "model", model, "outcome", outcome).increment();
  }

  void difference(String model, double difference) {
    DistributionSummary.builder("grove.shadow.difference")
        .description("Between an answer and its shadow's")
        .tags("model", model)
        .serviceLevelObjectives(Differences.BOUNDS)
        .register(meters)
        .record(difference);
  }
}
