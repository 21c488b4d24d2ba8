package dev.grove.inference.predictionlog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What becomes of the predictions that are to be logged. */
final class LogMeters {
  private final MeterRegistry registry;
  private final Counter written;
  private final Counter lost;
  private final Counter failures;
  private final Gauge waiting;

  LogMeters(MeterRegistry registry, Waiting queue) {
    this.registry = registry;
    written =
        Counter.builder("grove.prediction.log.written")
            .description("Predictions that were logged")
            .register(registry);
    lost =
        Counter.builder("grove.prediction.log.lost")
            .description("Predictions that should have been logged and were not")
            .register(registry);
    failures =
        Counter.builder("grove.prediction.log.failures")
            .description("Attempts to write the prediction log that failed")
            .register(registry);
    waiting =
        Gauge.builder("grove.prediction.log.waiting", queue, Waiting::size)
            .description("Predictions that wait to be logged")
            .register(registry);
  }

  void written(long rows) {
    written.increment(rows);
  }

  void lost(long rows) {
    lost.increment(rows);
  }

  void failed() {
    failures.increment();
  }

  long lost() {
    return (long) lost.count();
  }

  /** The gauge must not outlive what it looks at. */
  void close() {
    registry.remove(waiting);
  }
}
