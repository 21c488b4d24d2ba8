package dev.grove.inference.fallback;

import dev.grove.inference.predict.ServedBy;
import dev.grove.inference.serving.ServedModel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Answers that were not the model's, counted by who gave them and why. */
@Singleton
public final class FallbackMeters {
  private final MeterRegistry meters;

  @Inject
  public FallbackMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  void answered(ServedModel model, ServedBy by, Reason why) {
    Counter.builder("grove.fallback.answers")
        .description("Rows that another than the model answered")
        .tags(
            "model",
            model.name(),
            "version",
            model.version(),
            "served_by",
            by.wireName(),
            "reason",
            why.tag())
        .register(meters)
        .increment();
  }
}
