package dev.grove.bundle.trees;

import dev.grove.bundle.features.FeatureVector;
import java.util.Arrays;
import java.util.List;

/**
 * A LightGBM model that scores in pure Java, with the same bits as LightGBM's own raw scores.
 * Immutable and thread-safe.
 */
public final class Forest {
  private final int features;
  private final int outputs;
  private final Objective objective;
  private final FlatTrees trees;

  /** Null unless some leaves are linear models. */
  private final LinearLeaves linear;

  private Forest(Header header, List<Tree> trees) {
    features = header.features();
    outputs = header.outputs();
    this.trees = new FlatTrees(trees);
    linear =
        trees.stream().anyMatch(tree -> tree.linear() != null) ? LinearLeaves.join(trees) : null;
    objective =
        header.averaged() ? header.objective().averagedOver(iterations()) : header.objective();
  }

  /**
   * @param text LightGBM's model text
   * @throws InvalidModelText if it is not one, or exceeds a bound
   */
  public static Forest parse(String text) {
    LightGbmText parsed = LightGbmText.parse(text);
    return new Forest(parsed.header(), parsed.trees());
  }

  /** Encoded features that a row must have. */
  public int features() {
    return features;
  }

  /** Raw scores a row: the number of classes in multiclass, else 1. */
  public int outputs() {
    return outputs;
  }

  /** Boosting rounds. */
  public int iterations() {
    return trees.count() / outputs;
  }

  /**
   * Turns raw scores into predictions. In a random forest, whose raw scores are sums as LightGBM's
   * are, that begins with the mean over the iterations.
   */
  public Objective objective() {
    return objective;
  }

  /**
   * @param row {@link #features} values
   * @param out receives {@link #outputs} raw scores
   * @throws IllegalArgumentException if either array has another length
   */
  public void rawScores(double[] row, double[] out) {
    if (row.length != features || out.length != outputs) {
      throw new IllegalArgumentException(
          "a row of %d features with %d outputs does not fit a model of %d and %d"
              .formatted(row.length, out.length, features, outputs));
    }
    Arrays.fill(out, 0);
    int tree = 0;
    while (tree < trees.count()) {
      for (int output = 0; output < outputs; output++) {
        int leaf = trees.leaf(tree++, row);
        double value = trees.value(leaf);
        out[output] += linear == null ? value : linear.value(leaf, row, value);
      }
    }
  }

  /** As for the dense row, without making one. */
  public void rawScores(FeatureVector row, double[] out) {
    rawScores(row.values(), out);
  }

  /** LightGBM's importances: number of splits per feature. */
  public long[] splitImportance() {
    return trees.splits(features);
  }

  /** LightGBM's importances: total gain per feature. */
  public double[] gainImportance() {
    return trees.gains(features);
  }
}
