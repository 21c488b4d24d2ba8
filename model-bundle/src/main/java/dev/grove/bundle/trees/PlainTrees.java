package dev.grove.bundle.trees;

import dev.grove.bundle.features.FeatureVector;
import java.util.List;

/**
 * The trees as they were read, walked node by node. Any forest can be kept so, no row needs working
 * memory, and what LightGBM decides stands in {@link Tree#goesLeft} as it is: the other layouts are
 * measured by this one, and stand back for it where a forest exceeds their bounds.
 */
record PlainTrees(List<Tree> trees, List<LeafOrder> orders, Leaves leaves)
    implements Layout, LeafFinder {
  @Override
  public LeafFinder finder() {
    return this;
  }

  @Override
  public void find(double[] rows, int offset, int from, int to, int[] leaf) {
    for (int t = from; t < to; t++) {
      Tree tree = trees.get(t);
      int node = tree.nodes() == 0 ? ~0 : 0;
      while (node >= 0) {
        double x = rows[offset + tree.feature()[node]];
        node = tree.goesLeft(node, x) ? tree.left()[node] : tree.right()[node];
      }
      leaf[t] = leaves.start(t) + orders.get(t).place()[~node];
    }
  }

  @Override
  public void find(FeatureVector row, int from, int to, int[] leaf) {
    find(row.values(), 0, from, to, leaf);
  }

  @Override
  public void findAll(
      double[] rows, int width, int count, int from, int to, Consumer consumer) {
    int[] leaf = new int[to];
    for (int row = 0; row < count; row++) {
      find(rows, row * width, from, to, leaf);
      consumer.accept(row, leaf);
    }
  }

  /** LightGBM's importances, which leave out splits without gain: how many there are. */
  long[] splits(int features) {
    long[] splits = new long[features];
    for (Tree tree : trees) {
      for (int node = 0; node < tree.nodes(); node++) {
        if (tree.gain()[node] > 0) {
          splits[tree.feature()[node]]++;
        }
      }
    }
    return splits;
  }

  /** LightGBM's importances: what the splits gained. */
  double[] gains(int features) {
    double[] gains = new double[features];
    for (Tree tree : trees) {
      for (int node = 0; node < tree.nodes(); node++) {
        if (tree.gain()[node] > 0) {
          gains[tree.feature()[node]] += tree.gain()[node];
        }
      }
    }
    return gains;
  }
}
