package dev.grove.bundle.trees;

/**
 * A model that the real LightGBM trained, and what it says itself of some rows.
 *
 * @param text LightGBM's model text
 * @param rawScores of each row that it was trained on
 */
public record TrainedModel(String text, double[][] rawScores) {
  public static TrainedModel train(double[][] rows, float[] labels, String parameters, int rounds) {
    try (LightGbm booster = LightGbm.train(rows, labels, null, parameters, rounds, false)) {
      return new TrainedModel(booster.text(), booster.predict(rows, LightGbm.RAW));
    }
  }
}
