package dev.grove.inference.drift;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** Which rows were judged. */
@RegisterForReflection
record WindowSpanJson(Instant from, Instant to, long rows) {
  static WindowSpanJson of(Window window) {
    return new WindowSpanJson(window.from(), window.to(), window.rows());
  }
}
