package dev.grove.inference.predict;

import dev.grove.inference.Refused;
import dev.grove.inference.serving.ServedModel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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

  /** Versions come for as long as the service runs; their meters must not. */
  private static final int MOST_VERSIONS = 200;

  /** What became of rows. */
  enum Outcome {
    OK,
    INVALID,
    ERROR;

    private final String tag = name().toLowerCase(Locale.ROOT);
  }

  private record OfOutcome(Counter rows, Timer row, Timer batch) {}

  private record OfVersion(Map<Outcome, OfOutcome> outcomes) {
    OfOutcome of(Outcome outcome) {
      return outcomes.get(outcome);
    }

    Stream<Meter> all() {
      return outcomes.values().stream().flatMap(of -> Stream.of(of.rows, of.row, of.batch));
    }
  }

  private record Version(String model, String version) {}

  private final MeterRegistry meters;
  private final ConcurrentMap<Version, OfVersion> versions = new ConcurrentHashMap<>();
  private final Queue<Version> byAge = new ConcurrentLinkedQueue<>();

  @Inject
  public PredictMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  /** A request's work begins. */
  public Measured start(ServedModel model, boolean batch) {
    Version version = new Version(model.name(), model.version());
    OfVersion of = versions.get(version);
    if (of == null) {
      of = versions.computeIfAbsent(version, this::register);
      forgetOldest();
    }
    return new Measured(of, batch);
  }

  /** One that is still asked for begins anew, as after a restart. */
  private synchronized void forgetOldest() {
    while (versions.size() > MOST_VERSIONS) {
      OfVersion oldest = versions.remove(byAge.remove());
      oldest.all().forEach(meters::remove);
    }
  }

  /** One request, to be counted and timed once, whatever comes of it. */
  public static final class Measured {
    private final OfVersion of;
    private final boolean batch;
    private final long start = System.nanoTime();

    private Measured(OfVersion of, boolean batch) {
      this.of = of;
      this.batch = batch;
    }

    /**
     * It was answered.
     *
     * @param invalid rows that are not predicted
     */
    public void answered(int ok, int invalid) {
      of.of(Outcome.OK).rows.increment(ok);
      if (invalid > 0) {
        of.of(Outcome.INVALID).rows.increment(invalid);
      }
      record(Outcome.OK);
    }

    /** It was not answered. */
    public void failed(Throwable why) {
      Outcome outcome = why instanceof Refused ? Outcome.INVALID : Outcome.ERROR;
      of.of(outcome).rows.increment();
      record(outcome);
    }

    private void record(Outcome outcome) {
      OfOutcome meters = of.of(outcome);
      Timer timer = batch ? meters.batch : meters.row;
      timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  private OfVersion register(Version version) {
    byAge.add(version);
    Map<Outcome, OfOutcome> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(
          outcome,
          new OfOutcome(
              counter(version, outcome),
              timer(version, outcome, "row"),
              timer(version, outcome, "batch")));
    }
    return new OfVersion(outcomes);
  }

  private Counter counter(Version version, Outcome outcome) {
    return Counter.builder("grove.predictions")
        .description("Rows predicted, and requests that were not")
        .tags("model", version.model, "version", version.version, "outcome", outcome.tag)
        .register(meters);
  }

  private Timer timer(Version version, Outcome outcome, String kind) {
    return Timer.builder("grove.prediction.duration")
        .description("From a request's body to its answer")
        .tags("model", version.model, "version", version.version)
        .tags("outcome", outcome.tag, "kind", kind)
        .serviceLevelObjectives(BOUNDS)
        .register(meters);
  }
}
