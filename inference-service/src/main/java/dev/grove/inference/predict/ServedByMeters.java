package dev.grove.inference.predict;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Rows counted by who answered them. */
@Singleton
public final class ServedByMeters implements PredictionObserver {
  private record Key(String model, ServedBy servedBy) {}

  private final MeterRegistry meters;
  private final ConcurrentMap<Key, Counter> counters = new ConcurrentHashMap<>();

  @Inject
  public ServedByMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void answered(AnsweredRow row) {
    Key key = new Key(row.model().name(), row.servedBy());
    Counter counter = counters.get(key);
    if (counter == null) {
      counter = counters.computeIfAbsent(key, this::register);
    }
    counter.increment();
  }

  private Counter register(Key key) {
    return Counter.builder("grove.predictions.served")
        .description("Rows by who answered them")
        .tags("model", key.model, "served_by", key.servedBy.wireName())
        .register(meters);
  }
}
