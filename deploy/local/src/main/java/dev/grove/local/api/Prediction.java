package dev.grove.local.api;

/** What a model says of one row; a regression has {@code prediction} in place of the others. */
public record Prediction(
    String label, Double confidence, Double prediction, String model, String version) {
  /** The answer as text: the label or the number. */
  public String answer() {
    return label == null ? String.valueOf(prediction) : label;
  }
}
