package dev.grove.bundle.trees;

import java.util.List;

/**
 * Whether a forest's predictions can be told apart into contributions, and how much room one row
 * takes.
 *
 * @param refusal why it cannot be done; null if it can
 * @param depth nodes on the longest way to a leaf
 * @param room elements of all the paths that are open at a time
 */
record Explanation(String refusal, int depth, int room) {
  private static final int MAX_DEPTH = 1_000;

  /** Steps a row: about a second. */
  private static final long MAX_STEPS = 1L << 28;

  /** Numbers that one row's contributions may be. */
  private static final int MAX_SIZE = 1 << 22;

  static Explanation of(List<Tree> trees, int features, int outputs) {
    if ((features + 1L) * outputs > MAX_SIZE) {
      return refused("one row's would be more than " + MAX_SIZE + " numbers");
    }
    int deepest = 0;
    long steps = 0;
    for (int t = 0; t < trees.size(); t++) {
      Tree tree = trees.get(t);
      if (tree.linear() != null) {
        return refused("its trees have linear models in their leaves");
      }
      if (tree.nodes() > 0 && (tree.cover() == null || !tree.cover().positive())) {
        return refused("the model text does not say how many rows came by each node");
      }
      int[] depths = depths(tree);
      for (int child = 0; child < depths.length; child++) {
        deepest = Math.max(deepest, depths[child]);
        steps += (long) (depths[child] + 1) * (depths[child] + 1);
      }
      if (deepest > MAX_DEPTH || steps > MAX_STEPS) {
        return refused("its trees are too deep or too many");
      }
    }
    return new Explanation(null, deepest, (deepest + 2) * (deepest + 3) / 2);
  }

  private static Explanation refused(String why) {
    return new Explanation(why, 0, 0);
  }

  /** Of each leaf, how many nodes are above it. */
  private static int[] depths(Tree tree) {
    int[] depth = new int[tree.leaves()];
    int[] open = new int[tree.nodes() + 1];
    int[] depthOfOpen = new int[tree.nodes() + 1];
    int count = tree.nodes() == 0 ? 0 : 1;
    while (count > 0) {
      int node = open[--count];
      int below = depthOfOpen[count] + 1;
      for (int side = 0; side < 2; side++) {
        int child = side == 0 ? tree.left()[node] : tree.right()[node];
        if (child < 0) {
          depth[~child] = below;
        } else {
          open[count] = child;
          depthOfOpen[count++] = below;
        }
      }
    }
    return depth;
  }
}
