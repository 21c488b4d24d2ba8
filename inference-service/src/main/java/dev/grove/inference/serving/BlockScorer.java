package dev.grove.inference.serving;

import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.trees.Scorer;

/**
 * Scores encoded rows together by the model's forest, which is much faster than one by one where
 * vectors are narrow. Not thread-safe.
 */
public final class BlockScorer {
  /** Wider vectors are mostly empty, and a row of them is best scored by what it touches. */
  private static final int WIDEST = 1_024;

  private final int width;
  private final int outputs;
  private final Scorer scorer;
  private double[] rows = new double[0];
  private double[] scores = new double[0];

  BlockScorer(ModelBundle bundle) {
    this.width = bundle.forest().features();
    this.outputs = bundle.forest().outputs();
    this.scorer = bundle.forest().scorer();
  }

  static boolean suits(ModelBundle bundle) {
    return bundle.encoding().size() <= WIDEST;
  }

  /**
   * Gives each scratch the raw scores of the row that it encoded last.
   *
   * @param count how many of them there are
   */
  public void score(Scratch[] scratches, int count) {
    if (scores.length != count * outputs) {
      rows = new double[count * width];
      scores = new double[count * outputs];
    }
    for (int i = 0; i < count; i++) {
      scratches[i].copyVector(rows, i * width, width);
    }
    scorer.rawScores(rows, count, scores);
    for (int i = 0; i < count; i++) {
      System.arraycopy(scores, i * outputs, scratches[i].rawScores(), 0, outputs);
    }
  }
}
