package dev.grove.bundle.trees;

import dev.grove.bundle.features.FeatureVector;
import java.util.List;

/**
 * All trees of a forest in flat arrays, for walking one after the other: node by node the feature,
 * the threshold, how to compare, and two children. Children are nodes of the whole forest, or
 * places of its leaves with all bits flipped. Any forest can be kept so, and no row needs working
 * memory.
 *
 * <p>LightGBM takes values within {@link #ZERO} of zero for zero before it looks at a tree. No
 * value is touched here: thresholds inside that interval are moved to its edge instead, which
 * decides the same.
 */
final class FlatTrees implements Layout, LeafFinder {
  /** LightGBM's kZeroThreshold: the single-precision number, widened. */
  static final double ZERO = 1e-35f;

  // How a node compares; the common ways first.
  private static final byte PLAIN = 0;
  private static final byte PLAIN_NAN_LEFT = 1;
  private static final byte ZERO_RIGHT = 2;
  private static final byte ZERO_LEFT = 3;
  private static final byte CATEGORY = 4;

  private final int[] root;
  private final int[] feature;
  private final double[] threshold;
  private final byte[] kind;

  /** Of node n, the left child at 2n and the right one at 2n + 1. */
  private final int[] child;

  private final float[] gain;
  private final int[] categoryStart;
  private final int[] categoryWords;

  FlatTrees(List<Tree> trees, List<LeafOrder> orders, Leaves leaves) {
    int nodes = trees.stream().mapToInt(Tree::nodes).sum();
    root = new int[trees.size()];
    feature = new int[nodes];
    threshold = new double[nodes];
    kind = new byte[nodes];
    child = new int[2 * nodes];
    gain = new float[nodes];
    categoryStart = new int[trees.stream().mapToInt(FlatTrees::sets).sum() + 1];
    categoryWords = new int[trees.stream().mapToInt(t -> t.categoryWords().length).sum()];
    int node = 0;
    int set = 0;
    int word = 0;
    for (int t = 0; t < root.length; t++) {
      Tree tree = trees.get(t);
      int leaf = leaves.start[t];
      int[] place = orders.get(t).place();
      root[t] = tree.nodes() == 0 ? ~leaf : node;
      System.arraycopy(tree.feature(), 0, feature, node, tree.nodes());
      System.arraycopy(tree.gain(), 0, gain, node, tree.nodes());
      for (int n = 0; n < tree.nodes(); n++) {
        kind[node + n] = kind(tree, n);
        threshold[node + n] =
            tree.categorical(n) ? set + tree.threshold()[n] : offZero(tree.threshold()[n]);
        child[2 * (node + n)] = moved(tree.left()[n], node, leaf, place);
        child[2 * (node + n) + 1] = moved(tree.right()[n], node, leaf, place);
      }
      for (int s = 1; s <= sets(tree); s++) {
        categoryStart[set + s] = word + tree.categoryStart()[s];
      }
      System.arraycopy(tree.categoryWords(), 0, categoryWords, word, tree.categoryWords().length);
      node += tree.nodes();
      set += sets(tree);
      word += tree.categoryWords().length;
    }
  }

  @Override
  public LeafFinder finder() {
    return this;
  }

  @Override
  public void find(double[] rows, int offset, int from, int to, int[] leaf) {
    for (int tree = from; tree < to; tree++) {
      int node = root[tree];
      while (node >= 0) {
        double x = rows[offset + feature[node]];
        node = goesLeft(node, x) ? child[2 * node] : child[2 * node + 1];
      }
      leaf[tree] = ~node;
    }
  }

  @Override
  public void find(FeatureVector row, int from, int to, int[] leaf) {
    find(row.values(), 0, from, to, leaf);
  }

  /** Counts as LightGBM does, which leaves out splits without gain. */
  long[] splits(int features) {
    long[] splits = new long[features];
    for (int node = 0; node < feature.length; node++) {
      if (gain[node] > 0) {
        splits[feature[node]]++;
      }
    }
    return splits;
  }

  double[] gains(int features) {
    double[] gains = new double[features];
    for (int node = 0; node < feature.length; node++) {
      if (gain[node] > 0) {
        gains[feature[node]] += gain[node];
      }
    }
    return gains;
  }

  private boolean goesLeft(int node, double x) {
    int how = kind[node];
    if (how > PLAIN_NAN_LEFT) {
      return goesLeftUnusually(node, x, how);
    }
    return Double.isNaN(x) ? how == PLAIN_NAN_LEFT : x <= threshold[node];
  }

  private boolean goesLeftUnusually(int node, double x, int how) {
    return switch (how) {
      case ZERO_RIGHT -> x <= threshold[node] && Math.abs(x) > ZERO;
      case ZERO_LEFT -> x <= threshold[node] || !(Math.abs(x) > ZERO);
      default -> inSet(x, (int) threshold[node]);
    };
  }

  /** Truncates towards zero; NaN, negative numbers and what exceeds an int are in no set. */
  private boolean inSet(double x, int set) {
    if (!(x > -1 && x < 0x1p31)) {
      return false;
    }
    int category = (int) x;
    int word = categoryStart[set] + (category >>> 5);
    return word < categoryStart[set + 1] && (categoryWords[word] >>> category & 1) != 0;
  }

  private static byte kind(Tree tree, int node) {
    if (tree.categorical(node)) {
      return CATEGORY;
    }
    boolean zeroLeft = tree.threshold()[node] >= 0;
    return switch (tree.missingType(node)) {
      case Tree.MISSING_NONE -> zeroLeft ? PLAIN_NAN_LEFT : PLAIN;
      case Tree.MISSING_NAN -> tree.defaultLeft(node) ? PLAIN_NAN_LEFT : PLAIN;
      default -> {
        if (zeroLeft == tree.defaultLeft(node)) {
          yield zeroLeft ? PLAIN_NAN_LEFT : PLAIN;
        }
        yield zeroLeft ? ZERO_RIGHT : ZERO_LEFT;
      }
    };
  }

  static double offZero(double threshold) {
    if (threshold >= 0) {
      return Math.max(threshold, ZERO);
    }
    return threshold >= -ZERO ? Math.nextDown(-ZERO) : threshold;
  }

  private static int moved(int child, int firstNode, int firstLeaf, int[] place) {
    return child >= 0 ? firstNode + child : ~(firstLeaf + place[~child]);
  }

  private static int sets(Tree tree) {
    return Math.max(0, tree.categoryStart().length - 1);
  }
}
