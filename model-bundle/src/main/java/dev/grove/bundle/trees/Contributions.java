package dev.grove.bundle.trees;

import dev.grove.bundle.features.FeatureVector;
import java.util.Arrays;
import java.util.List;

/**
 * Tells a row's raw scores apart into what each feature contributed, as LightGBM's {@code
 * predict_contrib} does: exact Shapley values. Has working memory of its own; not thread-safe.
 */
public final class Contributions {
  private final List<Tree> trees;
  private final int features;
  private final int outputs;
  private final TreeShap shap;

  /** Of each output. */
  private final double[] expected;

  Contributions(List<Tree> trees, int features, int outputs, int room) {
    this.trees = trees;
    this.features = features;
    this.outputs = outputs;
    shap = new TreeShap(room);
    expected = new double[outputs];
    for (int t = 0; t < trees.size(); t++) {
      expected[t % outputs] += TreeShap.expected(trees.get(t));
    }
  }

  /** How many numbers a row gets: for each output one a feature, and one more. */
  public int size() {
    return Math.multiplyExact(outputs, features + 1);
  }

  /**
   * @param row as many values as the forest has features
   * @param out receives {@link #size} numbers: output by output the features' contributions and
   *     then what the model expects of a row of which nothing is known; these add up to the
   *     output's raw score
   * @throws IllegalArgumentException if either array has another length
   */
  public void of(double[] row, double[] out) {
    if (row.length != features || out.length != size()) {
      throw new IllegalArgumentException(
          "a row of %d features with %d contributions does not fit a model of %d and %d"
              .formatted(row.length, out.length, features, size()));
    }
    Arrays.fill(out, 0);
    for (int t = 0; t < trees.size(); t++) {
      if (trees.get(t).nodes() > 0) {
        shap.add(trees.get(t), row, out, t % outputs * (features + 1));
      }
    }
    for (int output = 0; output < outputs; output++) {
      out[output * (features + 1) + features] = expected[output];
    }
  }

  /** As for the dense row. */
  public void of(FeatureVector row, double[] out) {
    of(row.values(), out);
  }
}
