package dev.grove.inference.tracing;

import dev.grove.inference.predict.AnsweredRow;
import dev.grove.inference.predict.PredictionObserver;
import io.opentelemetry.api.trace.Span;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Tells a request's span which model answered, and by events when its turn came and when each row
 * was scored, of which a span keeps the first 128. Rows are read, encoded and scored as they come,
 * so these are no spans of their own. Costs nothing while traces are off.
 */
@Singleton
public final class PredictionTracing implements PredictionObserver {
  private final boolean active;

  @Inject
  public PredictionTracing(@ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
    this.active = !disabled;
  }

  /** A request's turn has come. */
  public void admitted(String lane, long waitedNanos) {
    if (active) {
      Span.current()
          .setAttribute("grove.lane", lane)
          .setAttribute("grove.waited_us", waitedNanos / 1_000)
          .addEvent("admitted");
    }
  }

  @Override
  public void answered(AnsweredRow row) {
    if (!active) {
      return;
    }
    Span span = Span.current();
    if (span.isRecording()) {
      span.setAttribute("grove.model", row.model().name());
      span.setAttribute("grove.version", row.model().version());
      span.setAttribute("grove.served_by", row.servedBy().wireName());
      span.addEvent("scored");
    }
  }
}
