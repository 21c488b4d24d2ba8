package dev.grove.local.api;

/**
 * What a model says of one row; a regression has {@code prediction} in place of the first two.
 *
 * @param error why there is none of that, or null
 */
public record Prediction(
    String label, Double confidence, Double prediction, String model, String version, Error error) {
  /** What is wrong with the row. */
  public record Error(String detail) {}

  /** A row that was predicted. */
  public Prediction(
      String label, Double confidence, Double prediction, String model, String version) {
    this(label, confidence, prediction, model, version, null);
  }

  /** The answer as text: the label or the number. */
  public String answer() {
    return label == null ? String.valueOf(prediction) : label;
  }
}
