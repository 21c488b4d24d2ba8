package dev.grove.registry.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** What is counted about events and who watches them. */
@Singleton
public final class EventMeters {
  private final MeterRegistry meters;
  private final Counter positions;
  private final Counter failures;

  public EventMeters(MeterRegistry meters) {
    this.meters = meters;
    positions =
        Counter.builder("grove.events.positioned")
            .description("Events that this process put in order")
            .register(meters);
    failures =
        Counter.builder("grove.events.poll.failures")
            .description("Looks for new events that failed")
            .register(meters);
  }

  void positioned(int events) {
    positions.increment(events);
  }

  void pollFailed() {
    failures.increment();
  }

  void retentionFailed() {
    meters.counter("grove.events.retention.failures").increment();
  }

  void dropped(int events) {
    meters.counter("grove.events.dropped").increment(events);
  }

  /**
   * @param why {@code total} or {@code client}
   */
  void watcherRefused(String why) {
    meters.counter("grove.events.watchers.refused", "bound", why).increment();
  }

  /**
   * @param why {@code slow}, {@code gone} or {@code failed}
   */
  void watcherCut(String why) {
    meters.counter("grove.events.watchers.cut", "why", why).increment();
  }

  void watchersAre(IntSupplier count) {
    Gauge.builder("grove.events.watchers", count::getAsInt)
        .description("Open streams of events")
        .register(meters);
  }

  void lastIs(LongSupplier position) {
    Gauge.builder("grove.events.position", position::getAsLong)
        .description("The position of the last event seen")
        .register(meters);
  }
}
