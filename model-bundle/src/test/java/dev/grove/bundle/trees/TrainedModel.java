package dev.grove.bundle.trees;

/** A model that the real LightGBM trained, and what it says itself of the rows it trained on. */
public final class TrainedModel {
  private final String text;
  private final double[][] rawScores;

  private TrainedModel(String text, double[][] rawScores) {
    this.text = text;
    this.rawScores = rawScores;
  }

  /**
   * @param groups rows of each query, for ranking; else null
   */
  public static TrainedModel train(
      double[][] rows, float[] labels, int[] groups, String parameters, int rounds) {
    try (LightGbm booster = LightGbm.train(rows, labels, groups, parameters, rounds, false)) {
      return new TrainedModel(booster.text(), booster.predict(rows, LightGbm.RAW));
    }
  }

  /** LightGBM's model text. */
  public String text() {
    return text;
  }

  public double[] rawScores(int row) {
    return rawScores[row].clone();
  }
}
