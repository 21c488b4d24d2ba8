package dev.grove.bundle.trees;

import java.util.List;

/**
 * The leaves of all trees in one row: tree after tree, and in each from left to right. Every layout
 * names leaves by their place here.
 */
final class Leaves {
  private final int[] start;

  private final double[] value;

  /** LightGBM's number of the leaf within its tree. */
  private final int[] index;

  /** Null unless some leaves are linear models. */
  private final LinearLeaves linear;

  Leaves(List<Tree> trees, List<LeafOrder> orders) {
    start = new int[trees.size() + 1];
    for (int t = 0; t < trees.size(); t++) {
      start[t + 1] = Math.addExact(start[t], trees.get(t).leaves());
    }
    value = new double[start[trees.size()]];
    index = new int[value.length];
    for (int t = 0; t < trees.size(); t++) {
      int[] place = orders.get(t).place();
      for (int leaf = 0; leaf < place.length; leaf++) {
        value[start[t] + place[leaf]] = trees.get(t).leafValue()[leaf];
        index[start[t] + place[leaf]] = leaf;
      }
    }
    boolean anyLinear = trees.stream().anyMatch(tree -> tree.linear() != null);
    linear = anyLinear ? LinearLeaves.join(trees) : null;
  }

  /** The place of the tree's first leaf. */
  int start(int tree) {
    return start[tree];
  }

  /** The places of all trees' first leaves. */
  int[] starts() {
    return start.clone();
  }

  int count() {
    return value.length;
  }

  /** Whether some leaves are linear models. */
  boolean linear() {
    return linear != null;
  }

  /** LightGBM's number, within its tree, of the leaf at this place. */
  int index(int place) {
    return index[place];
  }

  double value(int place) {
    return value[place];
  }

  /**
   * Adds up the leaves of some trees in LightGBM's order: tree by tree, each to its output.
   *
   * @param leaf each tree's leaf
   * @param from the first tree, the first of an iteration
   * @param to beyond the last tree, likewise
   * @param rows the row begins at {@code offset}
   * @param out receives the sums, from {@code at} on
   */
  void sum(
      int[] leaf, int from, int to, double[] rows, int offset, double[] out, int at, int outputs) {
    if (linear != null) {
      sumLinear(leaf, from, to, rows, offset, out, at, outputs);
    } else if (outputs == 1) {
      double sum = 0;
      for (int t = from; t < to; t++) {
        sum += value[leaf[t]];
      }
      out[at] = sum;
    } else {
      for (int k = 0; k < outputs; k++) {
        out[at + k] = 0;
      }
      for (int t = from; t < to; ) {
        for (int k = at; k < at + outputs; k++, t++) {
          out[k] += value[leaf[t]];
        }
      }
    }
  }

  private void sumLinear(
      int[] leaf, int from, int to, double[] rows, int offset, double[] out, int at, int outputs) {
    for (int k = 0; k < outputs; k++) {
      double sum = 0;
      for (int t = from + k; t < to; t += outputs) {
        int joined = start[t] + index[leaf[t]];
        sum += linear.value(joined, rows, offset, value[leaf[t]]);
      }
      out[at + k] = sum;
    }
  }
}
