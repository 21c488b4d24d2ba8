package dev.grove.inference.feedback;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How good the model was on held-out rows when it was made. What is not known is NaN.
 *
 * @param split which rows: {@code test}, or else {@code validation}
 */
record Baseline(String split, long rows, double accuracy, double logLoss, double rmse, double mae) {
  /** None where the evaluation has neither split. */
  static Baseline of(JsonNode evaluation) {
    for (String split : new String[] {"test", "validation"}) {
      JsonNode scores = evaluation.path("splits").path(split);
      if (scores.isObject() && scores.path("rows").asLong() > 0) {
        return new Baseline(
            split,
            scores.path("rows").asLong(),
            number(scores, "accuracy"),
            number(scores, "logLoss"),
            number(scores, "rmse"),
            number(scores, "mae"));
      }
    }
    return null;
  }

  private static double number(JsonNode scores, String name) {
    return scores.path(name).isNumber() ? scores.path(name).doubleValue() : Double.NaN;
  }
}
