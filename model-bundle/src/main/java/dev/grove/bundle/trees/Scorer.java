package dev.grove.bundle.trees;

import dev.grove.bundle.features.FeatureVector;

/** Scores rows by a forest, with working memory of its own. Not thread-safe. */
public final class Scorer {
  private final Forest forest;
  private final LeafFinder finder;
  private final Leaves leaves;
  private final int from;
  private final int to;
  private final int[] leaf;

  Scorer(Forest forest, LeafFinder finder, Iterations iterations) {
    this.forest = forest;
    this.finder = finder;
    leaves = forest.leaves();
    from = iterations.from(forest.iterations()) * forest.outputs();
    to = iterations.to(forest.iterations()) * forest.outputs();
    leaf = new int[forest.trees()];
  }

  /** How many trees the scorer's iterations have. */
  public int trees() {
    return to - from;
  }

  /**
   * @param row as many values as the forest has features
   * @param out receives as many raw scores as the forest has outputs
   * @throws IllegalArgumentException if either array has another length
   */
  public void rawScores(double[] row, double[] out) {
    requireFit(row.length, out.length, forest.outputs());
    finder.find(row, 0, from, to, leaf);
    leaves.sum(leaf, from, to, row, 0, out, 0, forest.outputs());
  }

  /** As for the dense row, without making one. */
  public void rawScores(FeatureVector row, double[] out) {
    requireFit(row.size(), out.length, forest.outputs());
    finder.find(row, from, to, leaf);
    leaves.sum(leaf, from, to, row.values(), 0, out, 0, forest.outputs());
  }

  /**
   * Scores many rows.
   *
   * @param rows one after the other
   * @param out receives their scores, one row's after the other's
   * @throws IllegalArgumentException if either array does not have {@code count} rows' length
   */
  public void rawScores(double[] rows, int count, double[] out) {
    int width = forest.features();
    int outputs = forest.outputs();
    if (count < 0 || rows.length != (long) count * width || out.length != (long) count * outputs) {
      throw new IllegalArgumentException(
          "%d values and %d outputs do not fit %d rows".formatted(rows.length, out.length, count));
    }
    finder.findAll(
        rows,
        width,
        count,
        from,
        to,
        (row, found) -> leaves.sum(found, from, to, rows, row * width, out, row * outputs, outputs));
  }

  /**
   * LightGBM's leaf indices: of each tree, which of its leaves the row ends in.
   *
   * @param out receives as many as there are {@link #trees}
   * @throws IllegalArgumentException if either array has another length
   */
  public void leaves(double[] row, int[] out) {
    requireFit(row.length, out.length, trees());
    finder.find(row, 0, from, to, leaf);
    indices(out);
  }

  /** As for the dense row, without making one. */
  public void leaves(FeatureVector row, int[] out) {
    requireFit(row.size(), out.length, trees());
    finder.find(row, from, to, leaf);
    indices(out);
  }

  private void indices(int[] out) {
    for (int t = from; t < to; t++) {
      out[t - from] = leaves.index(leaf[t]);
    }
  }

  private void requireFit(int row, int out, int wanted) {
    if (row != forest.features() || out != wanted) {
      throw new IllegalArgumentException(
          "a row of %d features with %d results does not fit a model of %d and %d"
              .formatted(row, out, forest.features(), wanted));
    }
  }
}
