package dev.grove.bundle.trees;

/**
 * Exact Shapley values of one tree for one row, by the polynomial algorithm of Lundberg, Erion and
 * Lee (Consistent Individualized Feature Attribution for Tree Ensembles, algorithm 2), with
 * training rows as cover: what LightGBM computes.
 *
 * <p>On the way down to a leaf it keeps, for each different feature met, which share of the paths
 * goes on if the feature is unknown ({@code zero}) and if it is known ({@code one}), and the weight
 * of all subsets by their size. Each level works on a copy of the path above it. Not thread-safe.
 */
final class TreeShap {
  private final int[] feature;
  private final double[] zero;
  private final double[] one;
  private final double[] weight;

  private Tree tree;
  private double[] row;
  private double[] out;
  private int at;

  TreeShap(int room) {
    feature = new int[room];
    zero = new double[room];
    one = new double[room];
    weight = new double[room];
  }

  /** Adds the tree's contributions, one a feature, to {@code out} from {@code at} on. */
  void add(Tree tree, double[] row, double[] out, int at) {
    this.tree = tree;
    this.row = row;
    this.out = out;
    this.at = at;
    descend(0, 0, 0, 1, 1, -1);
  }

  /** What the tree says of a row of which nothing is known. */
  static double expected(Tree tree) {
    if (tree.nodes() == 0) {
      return tree.leafValue()[0];
    }
    double total = tree.cover().of(0);
    double sum = 0;
    for (int leaf = 0; leaf < tree.leaves(); leaf++) {
      sum += tree.cover().of(~leaf) / total * tree.leafValue()[leaf];
    }
    return sum;
  }

  /**
   * @param above where the path so far begins, {@code length} elements long
   * @param share of the rows above that come here if the split's feature is unknown
   * @param followed 1 if the row itself comes here, given the feature, else 0
   */
  private void descend(
      int node, int above, int length, double share, double followed, int splitFeature) {
    int start = above + length;
    System.arraycopy(feature, above, feature, start, length);
    System.arraycopy(zero, above, zero, start, length);
    System.arraycopy(one, above, one, start, length);
    System.arraycopy(weight, above, weight, start, length);
    extend(start, length, share, followed, splitFeature);
    int last = start + length;
    if (node < 0) {
      addLeaf(tree.leafValue()[~node], start, last);
      return;
    }
    int split = tree.feature()[node];
    double zeroSoFar = 1;
    double oneSoFar = 1;
    for (int i = start + 1; i <= last; i++) {
      if (feature[i] == split) {
        zeroSoFar = zero[i];
        oneSoFar = one[i];
        unwind(start, last, i);
        last--;
        break;
      }
    }
    boolean left = tree.goesLeft(node, row[split]);
    int hot = left ? tree.left()[node] : tree.right()[node];
    int cold = left ? tree.right()[node] : tree.left()[node];
    double total = tree.cover().of(node);
    int size = last - start + 1;
    descend(hot, start, size, tree.cover().of(hot) / total * zeroSoFar, oneSoFar, split);
    descend(cold, start, size, tree.cover().of(cold) / total * zeroSoFar, 0, split);
  }

  private void addLeaf(double value, int start, int last) {
    for (int i = start + 1; i <= last; i++) {
      double without = weightWithout(start, last, i);
      out[at + feature[i]] += without * (one[i] - zero[i]) * value;
    }
  }

  /** Lets the subsets grow by one feature. */
  private void extend(int start, int length, double share, double followed, int splitFeature) {
    feature[start + length] = splitFeature;
    zero[start + length] = share;
    one[start + length] = followed;
    weight[start + length] = length == 0 ? 1 : 0;
    for (int i = length - 1; i >= 0; i--) {
      double w = weight[start + i];
      weight[start + i + 1] += followed * w * (i + 1) / (length + 1);
      weight[start + i] = share * w * (length - i) / (length + 1);
    }
  }

  /** Takes element {@code which} back out, as if it had never been extended by. */
  private void unwind(int start, int last, int which) {
    int length = last - start;
    double share = zero[which];
    double followed = one[which];
    double next = weight[last];
    for (int i = length - 1; i >= 0; i--) {
      double w = weight[start + i];
      if (followed != 0) {
        weight[start + i] = next * (length + 1) / ((i + 1) * followed);
        next = w - weight[start + i] * share * (length - i) / (length + 1);
      } else {
        weight[start + i] = w * (length + 1) / (share * (length - i));
      }
    }
    System.arraycopy(feature, which + 1, feature, which, last - which);
    System.arraycopy(zero, which + 1, zero, which, last - which);
    System.arraycopy(one, which + 1, one, which, last - which);
  }

  /** The sum of the weights that {@link #unwind} would leave. */
  private double weightWithout(int start, int last, int which) {
    int length = last - start;
    double share = zero[which];
    double followed = one[which];
    double next = weight[last];
    double sum = 0;
    for (int i = length - 1; i >= 0; i--) {
      if (followed != 0) {
        double w = next * (length + 1) / ((i + 1) * followed);
        sum += w;
        next = weight[start + i] - w * share * (length - i) / (length + 1);
      } else {
        sum += weight[start + i] * (length + 1) / (share * (length - i));
      }
    }
    return sum;
  }
}
