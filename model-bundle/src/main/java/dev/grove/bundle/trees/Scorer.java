package dev.grove.bundle.trees;

import dev.grove.bundle.features.FeatureVector;

/** Scores rows by a forest, with working memory of its own. Not thread-safe. */
public final class Scorer {
  private final Forest forest;
  private final LeafFinder finder;
  private final int[] leaf;

  Scorer(Forest forest, LeafFinder finder) {
    this.forest = forest;
    this.finder = finder;
    leaf = new int[forest.trees()];
  }

  /**
   * @param row as many values as the forest has features
   * @param out receives as many raw scores as the forest has outputs
   * @throws IllegalArgumentException if either array has another length
   */
  public void rawScores(double[] row, double[] out) {
    requireFit(row.length, out.length);
    finder.find(row, 0, 0, leaf.length, leaf);
    forest.leaves().sum(leaf, 0, leaf.length, row, 0, out, 0, forest.outputs());
  }

  /** As for the dense row, without making one. */
  public void rawScores(FeatureVector row, double[] out) {
    requireFit(row.size(), out.length);
    finder.find(row, 0, leaf.length, leaf);
    forest.leaves().sum(leaf, 0, leaf.length, row.values(), 0, out, 0, forest.outputs());
  }

  private void requireFit(int row, int out) {
    if (row != forest.features() || out != forest.outputs()) {
      throw new IllegalArgumentException(
          "a row of %d features with %d outputs does not fit a model of %d and %d"
              .formatted(row, out, forest.features(), forest.outputs()));
    }
  }
}
