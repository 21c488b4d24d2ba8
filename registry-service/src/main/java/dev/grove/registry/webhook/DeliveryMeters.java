package dev.grove.registry.webhook;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What is counted about deliveries. Webhooks are not told apart: their number has no bound. */
@Singleton
public final class DeliveryMeters {
  private final MeterRegistry meters;
  private final Timer tries;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong dead = new AtomicLong();

  public DeliveryMeters(MeterRegistry meters) {
    this.meters = meters;
    tries =
        Timer.builder("grove.webhooks.tries")
            .description("Tries of deliveries, with what became of them")
            .register(meters);
    gauge("grove.webhooks.under.way", "Deliveries that are tried now", underWay);
    gauge("grove.webhooks.waiting", "Deliveries that have not arrived", waiting);
    gauge("grove.webhooks.dead", "Deliveries that were given up", dead);
  }

  private void gauge(String name, String what, Number value) {
    Gauge.builder(name, () -> value).description(what).register(meters);
  }

  void begun() {
    underWay.incrementAndGet();
  }

  /**
   * @param outcome {@code arrived}, {@code failed} or {@code dead}
   */
  void ended(String outcome, Duration took) {
    underWay.decrementAndGet();
    tries.record(took);
    meters.counter("grove.webhooks.deliveries", "outcome", outcome).increment();
  }

  void are(DeliveryStore.Counts counts) {
    waiting.set(counts.waiting());
    dead.set(counts.dead());
  }

  void pollFailed() {
    meters.counter("grove.webhooks.poll.failures").increment();
  }
}
