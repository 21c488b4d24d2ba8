package dev.grove.inference.drift;

import java.time.Instant;
import java.util.List;

/** What is remembered of a verdict. */
record PastVerdict(Instant from, Instant to, long rows, DriftState state, List<String> drifting) {
  private static final int MOST_NAMED = 20;

  static PastVerdict of(Verdict verdict) {
    return new PastVerdict(
        verdict.window().from(),
        verdict.window().to(),
        verdict.window().rows(),
        verdict.state(),
        verdict.drifting().stream()
            .map(column -> column.reference().column())
            .distinct()
            .limit(MOST_NAMED)
            .toList());
  }
}
