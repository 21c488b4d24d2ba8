package dev.grove.bundle.trees;

/**
 * One tree as the model text has it, validated: every index is in range, and the nodes form a tree
 * in which each inner node and each leaf is reached exactly once from node 0. A child is a node's
 * index, or a leaf's with all bits flipped.
 *
 * @param feature the column that a node splits on
 * @param threshold a numerical node's bound, or a categorical node's index into {@code
 *     categoryStart}
 * @param decision LightGBM's bits: 1 categorical, 2 missing goes left, above them the missing type
 * @param gain split gains, in LightGBM's single precision
 * @param categoryStart where the bit set of a categorical split begins in {@code categoryWords};
 *     one more than there are sets
 * @param categoryWords 32 categories each, the lowest bit first
 * @param linear linear models in the leaves; null in ordinary trees
 * @param cover how many training rows were there; null where the text does not tell
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Tree(
    int[] feature,
    double[] threshold,
    int[] decision,
    int[] left,
    int[] right,
    double[] leafValue,
    float[] gain,
    int[] categoryStart,
    int[] categoryWords,
    LinearLeaves linear,
    Cover cover) {
  static final int CATEGORICAL = 1;
  static final int DEFAULT_LEFT = 2;
  static final int MISSING_NONE = 0;
  static final int MISSING_ZERO = 1;
  static final int MISSING_NAN = 2;

  /** LightGBM's kZeroThreshold: the single-precision number, widened. */
  static final double ZERO = 1e-35f;

  private static final int[] NONE = {};

  static Tree of(Fields fields, int features) {
    int leaves = fields.integer("num_leaves", 1, Integer.MAX_VALUE);
    double[] leafValue = fields.doubles("leaf_value", leaves);
    boolean isLinear = fields.has("is_linear") && fields.integer("is_linear", 0, 1) == 1;
    LinearLeaves linear = isLinear ? LinearLeaves.of(fields, leaves, features) : null;
    int nodes = leaves - 1;
    if (nodes == 0) {
      return new Tree(
          NONE,
          new double[0],
          NONE,
          NONE,
          NONE,
          leafValue,
          new float[0],
          NONE,
          NONE,
          linear,
          null);
    }
    int sets = fields.integer("num_cat", 0, nodes);
    int[] categoryStart = NONE;
    int[] categoryWords = NONE;
    if (sets > 0) {
      categoryStart = fields.integers("cat_boundaries", sets + 1, 0, Integer.MAX_VALUE);
      requireAscending(fields, categoryStart);
      long maxWord = 0xFFFF_FFFFL;
      categoryWords = fields.integers("cat_threshold", categoryStart[sets], 0, maxWord);
    }
    Tree tree =
        new Tree(
            fields.integers("split_feature", nodes, 0, features - 1),
            fields.doubles("threshold", nodes),
            fields.has("decision_type")
                ? fields.integers("decision_type", nodes, 0, 0xF)
                : new int[nodes],
            fields.integers("left_child", nodes, -leaves, nodes - 1),
            fields.integers("right_child", nodes, -leaves, nodes - 1),
            leafValue,
            singles(fields, nodes),
            categoryStart,
            categoryWords,
            linear,
            Cover.of(fields, nodes, leaves));
    tree.requireDecisions(fields);
    tree.requireTree(fields);
    return tree;
  }

  int nodes() {
    return feature.length;
  }

  int leaves() {
    return leafValue.length;
  }

  boolean categorical(int node) {
    return (decision[node] & CATEGORICAL) != 0;
  }

  boolean defaultLeft(int node) {
    return (decision[node] & DEFAULT_LEFT) != 0;
  }

  int missingType(int node) {
    return decision[node] >> 2;
  }

  /**
   * LightGBM takes values within {@link #ZERO} of zero for zero before it looks at a tree. A
   * threshold inside that interval, moved to its edge, decides the same.
   */
  static double offZero(double threshold) {
    if (threshold >= 0) {
      return Math.max(threshold, ZERO);
    }
    return threshold >= -ZERO ? Math.nextDown(-ZERO) : threshold;
  }

  /** LightGBM's decision, in its own words; the layouts decide the same faster. */
  boolean goesLeft(int node, double x) {
    if (categorical(node)) {
      return inSet((int) threshold[node], x);
    }
    int missing = missingType(node);
    if (Double.isNaN(x) && missing != MISSING_NAN || Math.abs(x) <= Tree.ZERO) {
      x = 0;
    }
    if (missing == MISSING_NAN && Double.isNaN(x) || missing == MISSING_ZERO && x == 0) {
      return defaultLeft(node);
    }
    return x <= threshold[node];
  }

  /** Truncates towards zero; NaN, negative numbers and what exceeds an int are in no set. */
  private boolean inSet(int set, double x) {
    if (!(x > -1 && x < 0x1p31)) {
      return false;
    }
    int category = (int) x;
    int word = categoryStart[set] + (category >>> 5);
    return word < categoryStart[set + 1] && (categoryWords[word] >>> category & 1) != 0;
  }

  private static float[] singles(Fields fields, int count) {
    float[] singles = new float[count];
    if (fields.has("split_gain")) {
      double[] doubles = fields.doubles("split_gain", count);
      for (int i = 0; i < count; i++) {
        singles[i] = (float) doubles[i];
      }
    }
    return singles;
  }

  private static void requireAscending(Fields fields, int[] starts) {
    for (int i = 1; i < starts.length; i++) {
      if (starts[i] < starts[i - 1]) {
        throw fields.invalid("has cat_boundaries that descend");
      }
    }
    if (starts[0] != 0) {
      throw fields.invalid("has cat_boundaries that do not begin with 0");
    }
  }

  private void requireDecisions(Fields fields) {
    int sets = Math.max(0, categoryStart.length - 1);
    for (int node = 0; node < nodes(); node++) {
      if (missingType(node) > MISSING_NAN) {
        throw fields.invalid("has an unknown missing type at node " + node);
      }
      if (categorical(node)) {
        double set = threshold[node];
        if (!(set >= 0 && set < sets && set == (int) set)) {
          throw fields.invalid("has no categories for node " + node);
        }
      }
    }
  }

  /** As many edges as targets: if a walk reaches a target twice, it also misses one. */
  private void requireTree(Fields fields) {
    boolean[] nodeSeen = new boolean[nodes()];
    boolean[] leafSeen = new boolean[leaves()];
    int[] open = new int[nodes()];
    int count = 1;
    nodeSeen[0] = true;
    while (count > 0) {
      int node = open[--count];
      for (int child : new int[] {left[node], right[node]}) {
        boolean[] seen = child >= 0 ? nodeSeen : leafSeen;
        int index = child >= 0 ? child : ~child;
        if (seen[index]) {
          throw fields.invalid("is no tree: two ways lead to child " + child);
        }
        seen[index] = true;
        if (child >= 0) {
          open[count++] = child;
        }
      }
    }
    for (boolean seen : leafSeen) {
      if (!seen) {
        throw fields.invalid("is no tree: no way leads to a leaf");
      }
    }
  }
}
