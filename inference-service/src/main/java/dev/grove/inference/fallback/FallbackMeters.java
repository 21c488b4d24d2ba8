package dev.grove.inference.fallback;

import dev.grove.inference.predict.ServedBy;
import dev.grove.inference.serving.ServedModel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers that were not the model's, counted by who gave them and why. */
@Singleton
public final class FallbackMeters {
  /** Versions come for as long as the service runs; their counters must not. */
  private static final int MOST_COUNTERS = 500;

  private final MeterRegistry meters;
  private final Map<Tags, Counter> counters = new LinkedHashMap<>();

  @Inject
  public FallbackMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  void answered(ServedModel model, ServedBy by, Reason why) {
    counter(
            Tags.of(
                "model", model.name(),
                "version", model.version(),
                "served_by", by.wireName(),
                "reason", why.tag()))
        .increment();
  }

  private synchronized Counter counter(Tags tags) {
    Counter counter = counters.get(tags);
    if (counter == null) {
      if (counters.size() == MOST_COUNTERS) {
        Tags oldest = counters.keySet().iterator().next();
        meters.remove(counters.remove(oldest));
      }
      counter =
          Counter.builder("grove.fallback.answers")
              .description("Rows that another than the model answered")
              .tags(tags)
              .register(meters);
      counters.put(tags, counter);
    }
    return counter;
  }
}
