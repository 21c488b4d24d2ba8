package dev.grove.inference.predict;

import dev.grove.inference.Refused;
import dev.grove.inference.serving.ServedModel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Predictions counted by model, version and outcome, and the time that requests take. */
@Singleton
public final class PredictMeters {
  private static final Duration[] BOUNDS = {
    Duration.ofNanos(250_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10)
  };

  /** What became of rows. */
  enum Outcome {
    OK,
    INVALID,
    ERROR;

    private final String tag = name().toLowerCase(Locale.ROOT);
  }

  private record OfVersion(Counter ok, Counter invalid, Counter error, Timer row, Timer batch) {
    Counter of(Outcome outcome) {
      return switch (outcome) {
        case OK -> ok;
        case INVALID -> invalid;
        case ERROR -> error;
      };
    }
  }

  private record Version(String model, String version) {}

  private final MeterRegistry meters;
  private final ConcurrentMap<Version, OfVersion> versions = new ConcurrentHashMap<>();

  @Inject
  public PredictMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Runs a request's work, and counts and times it whatever comes of it. */
  Answered measure(ServedModel model, boolean batch, Supplier<Answered> work) {
    long start = System.nanoTime();
    Outcome outcome = Outcome.ERROR;
    int rows = 1;
    try {
      Answered answered = work.get();
      outcome = Outcome.OK;
      rows = answered.rows();
      return answered;
    } catch (Refused e) {
      outcome = Outcome.INVALID;
      throw e;
    } finally {
      OfVersion of =
          versions.computeIfAbsent(new Version(model.name(), model.version()), this::register);
      of.of(outcome).increment(rows);
      (batch ? of.batch : of.row).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  private OfVersion register(Version version) {
    return new OfVersion(
        counter(version, Outcome.OK),
        counter(version, Outcome.INVALID),
        counter(version, Outcome.ERROR),
        timer(version, "row"),
        timer(version, "batch"));
  }

  private Counter counter(Version version, Outcome outcome) {
    return Counter.builder("grove.predictions")
        .description("Rows predicted, and requests that were not")
        .tags("model", version.model, "version", version.version, "outcome", outcome.tag)
        .register(meters);
  }

  private Timer timer(Version version, String kind) {
    return Timer.builder("grove.prediction.duration")
        .description("From a request's body to its answer")
        .tags("model", version.model, "version", version.version, "kind", kind)
        .serviceLevelObjectives(BOUNDS)
        .register(meters);
  }
}
