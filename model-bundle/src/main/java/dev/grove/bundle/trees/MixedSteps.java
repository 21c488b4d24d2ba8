package dev.grove.bundle.trees;

import java.util.List;

/**
 * Nodes that compare numbers or ask for categories, each in a {@code long}. From the top:
 *
 * <ul>
 *   <li>24 bits: the left child, which stands just behind the right one; of a leaf itself,
 *   <li>1 bit, zero,
 *   <li>1 bit, whether the node asks for a category,
 *   <li>22 bits: the rank of the threshold, or where the set begins among the bits, or the leaf,
 *   <li>16 bits: the {@link Slots slot} to compare with; of a leaf zero, where nothing ever is.
 * </ul>
 *
 * <p>Numbers are compared as in {@link NumericSteps}. Both questions are answered at every node and
 * one of the answers counts, so that nothing has to be guessed. Four trees go side by side.
 */
final class MixedSteps implements Steps {
  private static final int RANK_SHIFT = 16;
  private static final int CATEGORY_SHIFT = 38;
  private static final int CHILD_SHIFT = 40;
  private static final int MAX_RANK = 1 << 22;
  private static final int SIDE_BY_SIDE = 4;

  private final long[] nodes;

  /** Of a tree, its first node. */
  private final int[] root;

  /** Sets of categories by their ranks, 64 a word. */
  private final long[] bits;

  private MixedSteps(long[] nodes, int[] root, long[] bits) {
    this.nodes = nodes;
    this.root = root;
    this.bits = bits;
  }

  /**
   * @return null if the forest needs more bits
   */
  static MixedSteps of(List<Tree> trees, List<LeafOrder> orders, Leaves leaves, Slots slots) {
    if (leaves.count() > MAX_RANK) {
      return null;
    }
    Thresholds thresholds = slots.thresholds();
    CategoryBits bits = new CategoryBits(thresholds, trees);
    long[] nodes = new long[PackedTrees.room(trees)];
    int[] root = PackedTrees.roots(trees);
    for (int t = 0; t < root.length; t++) {
      Tree tree = trees.get(t);
      Levels levels = Levels.of(tree);
      for (int i = 0; i < levels.size(); i++) {
        int node = levels.target()[i];
        int left = root[t] + levels.left()[i];
        if (node < 0) {
          int leaf = leaves.start(t) + orders.get(t).place()[~node];
          nodes[root[t] + i] = packed(left, 0, leaf, 0);
          continue;
        }
        int column = thresholds.columnOf(tree.feature()[node]);
        boolean category = tree.categorical(node);
        int rank = category ? bits.add(column, tree, node) : thresholds.rankOf(column, tree, node);
        if (rank >= MAX_RANK) {
          return null;
        }
        nodes[root[t] + i] = packed(left, category ? 1 : 0, rank, slots.of(column, tree, node));
      }
    }
    return new MixedSteps(nodes, root, bits.words());
  }

  @Override
  public int rankShift() {
    return 0;
  }

  @Override
  public void walk(int[] slots, int from, int to, int[] leaf) {
    int t = from;
    for (; t + SIDE_BY_SIDE <= to; t += SIDE_BY_SIDE) {
      walkFour(nodes, bits, root, slots, t, leaf);
    }
    for (; t < to; t++) {
      leaf[t] = walkOne(nodes, bits, root[t], slots);
    }
  }

  private static long packed(int left, int category, int rank, int slot) {
    return (long) left << CHILD_SHIFT
        | (long) category << CATEGORY_SHIFT
        | (long) rank << RANK_SHIFT
        | slot;
  }

  private static int walkOne(long[] nodes, long[] bits, int root, int[] slots) {
    int nodeMask = nodes.length - 1;
    int a = root;
    while (true) {
      long na = nodes[a & nodeMask];
      int next = step(na, bits, slots);
      if (((a ^ next) & nodeMask) == 0) {
        return leaf(na);
      }
      a = next;
    }
  }

  private static void walkFour(
      long[] nodes, long[] bits, int[] root, int[] slots, int t, int[] leaf) {
    int nodeMask = nodes.length - 1;
    int a = root[t];
    int b = root[t + 1];
    int c = root[t + 2];
    int d = root[t + 3];
    long na;
    long nb;
    long nc;
    long nd;
    while (true) {
      na = nodes[a & nodeMask];
      nb = nodes[b & nodeMask];
      nc = nodes[c & nodeMask];
      nd = nodes[d & nodeMask];
      a = step(na, bits, slots);
      b = step(nb, bits, slots);
      c = step(nc, bits, slots);
      d = step(nd, bits, slots);
      na = nodes[a & nodeMask];
      nb = nodes[b & nodeMask];
      nc = nodes[c & nodeMask];
      nd = nodes[d & nodeMask];
      int a2 = step(na, bits, slots);
      int b2 = step(nb, bits, slots);
      int c2 = step(nc, bits, slots);
      int d2 = step(nd, bits, slots);
      int moved = (a ^ a2) | (b ^ b2) | (c ^ c2) | (d ^ d2);
      if ((moved & nodeMask) == 0) {
        break;
      }
      a = a2;
      b = b2;
      c = c2;
      d = d2;
    }
    leaf[t] = leaf(na);
    leaf[t + 1] = leaf(nb);
    leaf[t + 2] = leaf(nc);
    leaf[t + 3] = leaf(nd);
  }

  private static int leaf(long node) {
    return (int) (node >>> RANK_SHIFT) & MAX_RANK - 1;
  }

  /** The child that the row wants. A category's bit keeps the subtraction from borrowing. */
  private static int step(long node, long[] bits, int[] slots) {
    int value = slots[(int) node & (slots.length - 1)];
    int category = (int) (node >>> CATEGORY_SHIFT) & 1;
    int place = (int) (node >>> RANK_SHIFT) + (value >>> 6) & -category;
    int absent = (int) ~(bits[place & (bits.length - 1)] >>> value) & category;
    return (int) (node - ((long) value << RANK_SHIFT) >>> CHILD_SHIFT) - absent;
  }
}
