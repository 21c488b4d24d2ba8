package dev.grove.inference.drift;

import dev.grove.bundle.drift.ColumnReference;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Drift as numbers: how each version and its first columns stand, and how often that changes. */
@Singleton
public final class DriftMeters {
  /** Columns of one version that have gauges of their own; `/drift` has all. */
  private static final int MOST_COLUMNS = 100;

  private final MeterRegistry meters;
  private final MultiGauge states;
  private final MultiGauge rows;
  private final MultiGauge effects;

  @Inject
  public DriftMeters(MeterRegistry meters) {
    this.meters = meters;
    this.states =
        MultiGauge.builder("grove.drift.state")
            .description(
                "0 no reference, 1 insufficient data, 2 stable, 3 warning, 4 drifting, 5 severe")
            .register(meters);
    this.rows =
        MultiGauge.builder("grove.drift.window.rows")
            .description("Rows of the window that was judged last")
            .register(meters);
    this.effects =
        MultiGauge.builder("grove.drift.effect")
            .description("The strongest check's effect in parts of its threshold: above 1 is large")
            .register(meters);
  }

  void changed(StateChange change) {
    meters
        .counter(
            "grove.drift.changes",
            "model",
            change.version().model(),
            "to",
            change.to().wireName())
        .increment();
  }

  /** Shows the versions as they stand now, and no others. */
  void show(List<DriftReport> reports) {
    List<MultiGauge.Row<?>> ofStates = new ArrayList<>();
    List<MultiGauge.Row<?>> ofRows = new ArrayList<>();
    List<MultiGauge.Row<?>> ofEffects = new ArrayList<>();
    for (DriftReport report : reports) {
      Tags tags =
          Tags.of("model", report.version().model(), "version", report.version().version());
      ofStates.add(MultiGauge.Row.of(tags, report.state().ordinal()));
      report
          .verdict()
          .ifPresent(
              verdict -> {
                ofRows.add(MultiGauge.Row.of(tags, verdict.window().rows()));
                verdict.columns().stream()
                    .limit(MOST_COLUMNS)
                    .forEach(column -> ofEffects.add(effect(tags, column)));
              });
    }
    states.register(ofStates, true);
    rows.register(ofRows, true);
    effects.register(ofEffects, true);
  }

  private static MultiGauge.Row<?> effect(Tags tags, ColumnVerdict verdict) {
    Check strongest = verdict.strongest();
    double parts = strongest.threshold() == 0 ? 0 : strongest.effect() / strongest.threshold();
    return MultiGauge.Row.of(
        tags.and("column", verdict.reference().column(), "measure", measure(verdict.reference())),
        parts);
  }

  static String measure(ColumnReference reference) {
    return reference instanceof ColumnReference.Numbers numbers
        ? numbers.measure().wireName()
        : "category";
  }
}
