package dev.grove.local.predict;

import dev.grove.local.api.Prediction;
import java.util.Locale;

/** How well predictions meet the true values. */
final class Score {
  private final boolean regression;
  private long rows;
  private long right;
  private double squares;

  Score(boolean regression) {
    this.regression = regression;
  }

  /**
   * Counts a row that has a true value.
   *
   * @param prediction null if there is none, which a classification counts as wrong
   */
  void add(String truth, Prediction prediction) {
    if (!regression) {
      rows++;
      if (prediction != null && Truth.is(truth, prediction.label())) {
        right++;
      }
      return;
    }
    Double number = Truth.number(truth);
    if (number != null && prediction != null) {
      rows++;
      double error = number - prediction.prediction();
      squares += error * error;
    }
  }

  /** The last line of the output; {@code NaN} if no row had a true value. */
  String line() {
    return regression
        ? String.format(Locale.ROOT, "rmse: %.6g", Math.sqrt(squares / rows))
        : String.format(Locale.ROOT, "accuracy: %.4f", (double) right / rows);
  }
}
