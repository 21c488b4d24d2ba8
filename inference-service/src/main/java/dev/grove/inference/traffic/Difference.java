package dev.grove.inference.traffic;

import dev.grove.bundle.Prediction;
import dev.grove.bundle.Prediction.Classification;

/**
 * How far two answers about one row are from each other.
 *
 * @param absolute of numbers; of classifications, between the probabilities of the first one's
 *     label
 * @param agreed whether the labels are the same; null where there are no labels
 */
record Difference(double absolute, Boolean agreed) {
  /** Null where the two cannot be compared. */
  static Difference of(Prediction first, Prediction second) {
    if (first instanceof Classification a && second instanceof Classification b) {
      Double there = b.probabilities().get(a.label());
      double absolute = Math.abs(a.confidence() - (there == null ? 0 : there));
      return finite(absolute, a.label().equals(b.label()));
    }
    if (first instanceof Prediction.Regression a && second instanceof Prediction.Regression b) {
      return finite(Math.abs(a.value() - b.value()), null);
    }
    if (first instanceof Prediction.Ranking a && second instanceof Prediction.Ranking b) {
      return finite(Math.abs(a.score() - b.score()), null);
    }
    return null;
  }

  private static Difference finite(double absolute, Boolean agreed) {
    return Double.isFinite(absolute) ? new Difference(absolute, agreed) : null;
  }

  /** The outcome as metrics name it. */
  String outcome() {
    if (agreed == null) {
      return "compared";
    }
    return agreed ? "agreed" : "differed";
  }
}
