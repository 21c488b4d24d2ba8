package dev.grove.bundle.trees;

import java.util.Arrays;
import java.util.List;

/**
 * Leaves that hold a linear model of some features instead of a constant, as {@code linear_tree}
 * makes them. The terms of leaf {@code i} stand from {@code start[i]} to {@code start[i + 1]}.
 *
 * <p>The products are rounded before they are added, as LightGBM does where its compiler fuses no
 * multiply-add, which is so on x86-64.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record LinearLeaves(double[] constant, int[] start, int[] feature, double[] coefficient) {
  static LinearLeaves of(Fields fields, int leaves, int features) {
    double[] constant = fields.doubles("leaf_const", leaves);
    int[] counts = fields.integers("num_features", leaves, 0, features);
    int[] start = new int[leaves + 1];
    long total = 0;
    for (int leaf = 0; leaf < leaves; leaf++) {
      total += counts[leaf];
      if (total > Integer.MAX_VALUE) {
        throw fields.invalid("has too many terms in its leaves");
      }
      start[leaf + 1] = (int) total;
    }
    return new LinearLeaves(
        constant,
        start,
        fields.integers("leaf_features", (int) total, 0, features - 1),
        fields.doubles("leaf_coeff", (int) total));
  }

  /** The leaves of all trees in one; those of ordinary trees are constants without terms. */
  static LinearLeaves join(List<Tree> trees) {
    int leaves = trees.stream().mapToInt(Tree::leaves).sum();
    int terms =
        trees.stream().mapToInt(t -> t.linear() == null ? 0 : t.linear().feature.length).sum();
    LinearLeaves joined =
        new LinearLeaves(
            new double[leaves], new int[leaves + 1], new int[terms], new double[terms]);
    int leaf = 0;
    int term = 0;
    for (Tree tree : trees) {
      LinearLeaves own = tree.linear();
      double[] constant = own == null ? tree.leafValue() : own.constant;
      System.arraycopy(constant, 0, joined.constant, leaf, constant.length);
      if (own == null) {
        Arrays.fill(joined.start, leaf + 1, leaf + 1 + constant.length, term);
      } else {
        for (int i = 1; i <= constant.length; i++) {
          joined.start[leaf + i] = term + own.start[i];
        }
        System.arraycopy(own.feature, 0, joined.feature, term, own.feature.length);
        System.arraycopy(own.coefficient, 0, joined.coefficient, term, own.feature.length);
        term += own.feature.length;
      }
      leaf += constant.length;
    }
    return joined;
  }

  /**
   * @param rows the row begins at {@code offset}
   * @param fallback the leaf's constant value, which stands where a term's feature is NaN
   */
  double value(int leaf, double[] rows, int offset, double fallback) {
    double value = constant[leaf];
    for (int i = start[leaf]; i < start[leaf + 1]; i++) {
      double x = rows[offset + feature[i]];
      if (Double.isNaN(x)) {
        return fallback;
      }
      value += coefficient[i] * (Math.abs(x) <= Tree.ZERO ? 0 : x);
    }
    return value;
  }
}
