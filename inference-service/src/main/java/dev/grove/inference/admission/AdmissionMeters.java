package dev.grove.inference.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is counted of one lane. */
final class AdmissionMeters {
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(20),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final Map<Shed, Counter> shed = new EnumMap<>(Shed.class);
  private final Timer wait;
  private final List<Meter> gauges = new ArrayList<>();

  AdmissionMeters(MeterRegistry registry, String name, Lane lane) {
    this.registry = registry;
    Tags tags = Tags.of("lane", name);
    for (Shed why : Shed.values()) {
      shed.put(
          why,
          Counter.builder("grove.admission.shed")
              .description("Requests that were not worked on")
              .tags(tags.and("reason", why.tag()))
              .register(registry));
    }
    wait =
        Timer.builder("grove.admission.wait")
            .description("Of the requests that had to wait, how long those that got a turn did")
            .tags(tags)
            .serviceLevelObjectives(BOUNDS)
            .register(registry);
    gauges.add(
        Gauge.builder("grove.admission.working", lane, Lane::working)
            .description("Requests that are worked on")
            .tags(tags)
            .register(registry));
    gauges.add(
        Gauge.builder("grove.admission.waiting", lane, Lane::waiting)
            .description("Requests that wait for their turn")
            .tags(tags)
            .register(registry));
  }

  void shed(Shed why) {
    shed.get(why).increment();
  }

  void waited(long nanos) {
    wait.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The gauges must not outlive what they look at. */
  void close() {
    gauges.forEach(registry::remove);
  }
}
