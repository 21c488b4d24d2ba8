package dev.grove.bundle.trees;

import java.util.List;

/**
 * Trees with each node in one number, walked without a branch that depends on the row: as ints
 * where that suffices, else as longs.
 *
 * <p>Leaves are nodes that lead to themselves, so that trees can be walked side by side until the
 * last one is at its leaf. Lengths of arrays are powers of two, and indices are cut to them: the
 * machine then checks no bounds.
 */
record PackedTrees(Slots slots, Steps steps) implements Layout {
  private static final int MAX_NODES = 1 << 23;

  /**
   * @return null if the forest exceeds what a node's bits can say
   */
  static PackedTrees of(
      List<Tree> trees, List<LeafOrder> orders, Leaves leaves, Thresholds thresholds) {
    long total = 0;
    for (Tree tree : trees) {
      total += tree.nodes() + tree.leaves();
    }
    Slots slots = total > MAX_NODES ? null : Slots.of(trees, thresholds);
    if (slots == null) {
      return null;
    }
    Steps steps = NumericSteps.of(trees, orders, leaves, slots);
    if (steps == null) {
      steps = MixedSteps.of(trees, orders, leaves, slots);
    }
    return steps == null ? null : of(slots, steps);
  }

  /** With the slots' values as the steps want them. */
  static PackedTrees of(Slots slots, Steps steps) {
    return new PackedTrees(slots.shifted(steps.rankShift()), steps);
  }

  @Override
  public LeafFinder finder() {
    return new PackedWalk(slots, steps);
  }

  /** Where each tree's first node stands. */
  static int[] roots(List<Tree> trees) {
    int[] root = new int[trees.size()];
    for (int t = 1; t < root.length; t++) {
      root[t] = root[t - 1] + trees.get(t - 1).nodes() + trees.get(t - 1).leaves();
    }
    return root;
  }

  /** How long an array must be to hold all nodes. */
  static int room(List<Tree> trees) {
    return powerOfTwo(trees.stream().mapToInt(tree -> tree.nodes() + tree.leaves()).sum());
  }

  static int powerOfTwo(int least) {
    return least <= 1 ? 1 : Integer.highestOneBit(least - 1) << 1;
  }
}
