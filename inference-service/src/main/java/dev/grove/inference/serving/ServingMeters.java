package dev.grove.inference.serving;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What is counted about models that come and go. */
@Singleton
public final class ServingMeters {
  private final MeterRegistry meters;
  private final Gauge serving;

  @Inject
  public ServingMeters(MeterRegistry meters, ServedModels models) {
    this.meters = meters;
    this.serving =
        Gauge.builder(
                "grove.models.serving",
                models,
                all -> all.all().stream().filter(slot -> slot.serving() != null).count())
            .description("Models that answer")
            .register(meters);
  }

  /** The gauge must not outlive what it looks at. */
  @PreDestroy
  void close() {
    meters.remove(serving);
  }

  void swapped(String model) {
    meters.counter("grove.model.swaps", "model", model).increment();
  }

  void retired(String model) {
    meters.counter("grove.model.retirements", "model", model).increment();
  }

  void loaded(String model) {
    meters.counter("grove.versions.loaded", "model", model).increment();
  }

  void evicted(String model) {
    meters.counter("grove.versions.evicted", "model", model).increment();
  }

  /**
   * @param refused whether the bundle was at fault, rather than the way to it
   */
  void failed(String model, boolean refused) {
    meters
        .counter(refused ? "grove.bundles.refused" : "grove.bundles.unreachable", "model", model)
        .increment();
  }

  void eventHeard() {
    meters.counter("grove.registry.events").increment();
  }

  void streamEnded() {
    meters.counter("grove.registry.streams.ended").increment();
  }

  void pollFailed() {
    meters.counter("grove.registry.poll.failures").increment();
  }
}
