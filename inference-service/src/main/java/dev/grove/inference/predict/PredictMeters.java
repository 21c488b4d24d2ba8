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

  private record OfVersion(Counter ok, Counter invalid, Counter error, Timer row, Timer batch) {}

  private record Version(String model, String version) {}

  private final MeterRegistry meters;
  private final ConcurrentMap<Version, OfVersion> versions = new ConcurrentHashMap<>();

  @Inject
  public PredictMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  /** A request's work begins. */
  public Measured start(ServedModel model, boolean batch) {
    OfVersion of =
        versions.computeIfAbsent(new Version(model.name(), model.version()), this::register);
    return new Measured(of, batch ? of.batch : of.row);
  }

  /** One request, to be counted and timed once, whatever comes of it. */
  public static final class Measured {
    private final OfVersion of;
    private final Timer timer;
    private final long start = System.nanoTime();

    private Measured(OfVersion of, Timer timer) {
      this.of = of;
      this.timer = timer;
    }

    /**
     * It was answered.
     *
     * @param invalid rows that are not predicted
     */
    public void answered(int ok, int invalid) {
      of.ok.increment(ok);
      if (invalid > 0) {
        of.invalid.increment(invalid);
      }
      record();
    }

    /** It was not answered. */
    public void failed(Throwable why) {
      (why instanceof Refused ? of.invalid : of.error).increment();
      record();
    }

    private void record() {
      timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
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
