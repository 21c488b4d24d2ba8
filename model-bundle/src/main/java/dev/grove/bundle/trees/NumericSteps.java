package dev.grove.bundle.trees;

import java.util.List;

/**
 * Nodes that all compare numbers, each in an {@code int}: half as much to fetch as with longs,
 * which is what single rows wait for. From the top:
 *
 * <ul>
 *   <li>how far away the left child is, which stands just behind the right one; of a leaf zero,
 *   <li>the rank of the threshold, or of a leaf its place in its tree,
 *   <li>the {@link Slots slot} to compare with; of a leaf zero, where nothing ever is.
 * </ul>
 *
 * <p>The forest says how wide each part is. A slot's value has the number's rank in the place of
 * the node's. Where the number's is higher, their subtraction borrows one from the part above: that
 * alone makes the step go to the right child.
 *
 * <p>Five trees go side by side, for one alone would wait for memory at every step, and more do not
 * fit the registers: eight are faster or slower as the compiler happens to keep them. Whether all
 * are at their leaves is looked at after every second step.
 */
final class NumericSteps implements Steps {
  private static final int SIDE_BY_SIDE = 5;

  private final int[] nodes;

  /** Of a tree, its first node. */
  private final int[] root;

  /** Of a tree, its first leaf's place among all. */
  private final int[] leafStart;

  private final int slotBits;

  /** What is below the distance. */
  private final int lowerBits;

  private NumericSteps(int[] nodes, int[] root, int[] leafStart, int slotBits, int lowerBits) {
    this.nodes = nodes;
    this.root = root;
    this.leafStart = leafStart;
    this.slotBits = slotBits;
    this.lowerBits = lowerBits;
  }

  /**
   * @return null if the forest needs more bits, or asks for categories
   */
  static NumericSteps of(List<Tree> trees, List<LeafOrder> orders, Leaves leaves, Slots slots) {
    Thresholds thresholds = slots.thresholds();
    // No two of the nodes that wait for their turn share a leaf: a child is no farther than this.
    int farthest = trees.stream().mapToInt(Tree::leaves).max().orElse(1);
    int highest = farthest - 1;
    for (int column = 0; column < thresholds.columns(); column++) {
      if (thresholds.categorical(column)) {
        return null;
      }
      highest = Math.max(highest, thresholds.ranks(column));
    }
    int slotBits = bits(slots.count() - 1);
    int lowerBits = slotBits + bits(highest);
    if (lowerBits + bits(farthest) > Integer.SIZE) {
      return null;
    }
    int[] nodes = new int[PackedTrees.room(trees)];
    int[] root = PackedTrees.roots(trees);
    for (int t = 0; t < root.length; t++) {
      Tree tree = trees.get(t);
      Levels levels = Levels.of(tree);
      for (int i = 0; i < levels.size(); i++) {
        int node = levels.target()[i];
        if (node < 0) {
          nodes[root[t] + i] = orders.get(t).place()[~node] << slotBits;
        } else {
          int column = thresholds.columnOf(tree.feature()[node]);
          nodes[root[t] + i] =
              levels.left()[i] - i << lowerBits
                  | thresholds.rankOf(column, tree, node) << slotBits
                  | slots.of(column, tree, node);
        }
      }
    }
    return new NumericSteps(nodes, root, leaves.starts(), slotBits, lowerBits);
  }

  @Override
  public int rankShift() {
    return slotBits;
  }

  @Override
  public void walk(int[] slots, int from, int to, int[] leaf) {
    int t = from;
    for (; t + SIDE_BY_SIDE <= to; t += SIDE_BY_SIDE) {
      walkFive(slots, t, leaf);
    }
    for (; t < to; t++) {
      walkOne(slots, t, leaf);
    }
  }

  private static int bits(int highest) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(highest);
  }

  private void walkOne(int[] slots, int t, int[] leaf) {
    int at = root[t];
    int node;
    do {
      node = nodes[at];
      at += step(node, slots, slots.length - 1, lowerBits);
    } while (node >>> lowerBits != 0);
    leaf[t] = leafStart[t] + (node >>> slotBits);
  }

  private void walkFive(int[] slots, int t, int[] leaf) {
    int[] nodes = this.nodes;
    int nodeMask = nodes.length - 1;
    int slotMask = slots.length - 1;
    int lowerBits = this.lowerBits;
    int a = root[t];
    int b = root[t + 1];
    int c = root[t + 2];
    int d = root[t + 3];
    int e = root[t + 4];
    int open;
    do {
      a += step(nodes[a & nodeMask], slots, slotMask, lowerBits);
      b += step(nodes[b & nodeMask], slots, slotMask, lowerBits);
      c += step(nodes[c & nodeMask], slots, slotMask, lowerBits);
      d += step(nodes[d & nodeMask], slots, slotMask, lowerBits);
      e += step(nodes[e & nodeMask], slots, slotMask, lowerBits);
      int na = nodes[a & nodeMask];
      a += step(na, slots, slotMask, lowerBits);
      int nb = nodes[b & nodeMask];
      b += step(nb, slots, slotMask, lowerBits);
      int nc = nodes[c & nodeMask];
      c += step(nc, slots, slotMask, lowerBits);
      int nd = nodes[d & nodeMask];
      d += step(nd, slots, slotMask, lowerBits);
      int ne = nodes[e & nodeMask];
      e += step(ne, slots, slotMask, lowerBits);
      open = na | nb | nc | nd | ne;
    } while (open >>> lowerBits != 0);
    int slotBits = this.slotBits;
    leaf[t] = leafStart[t] + (nodes[a & nodeMask] >>> slotBits);
    leaf[t + 1] = leafStart[t + 1] + (nodes[b & nodeMask] >>> slotBits);
    leaf[t + 2] = leafStart[t + 2] + (nodes[c & nodeMask] >>> slotBits);
    leaf[t + 3] = leafStart[t + 3] + (nodes[d & nodeMask] >>> slotBits);
    leaf[t + 4] = leafStart[t + 4] + (nodes[e & nodeMask] >>> slotBits);
  }

  /** How far it is to the child that the row wants. */
  private static int step(int node, int[] slots, int slotMask, int lowerBits) {
    return node - slots[node & slotMask] >>> lowerBits;
  }
}
