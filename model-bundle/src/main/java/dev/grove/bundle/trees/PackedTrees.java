package dev.grove.bundle.trees;

import java.util.List;

/**
 * Trees of any size with each node in one {@code long}, walked without a branch that depends on the
 * row. From the top:
 *
 * <ul>
 *   <li>1 bit, zero,
 *   <li>1 bit, whether the node asks for a category,
 *   <li>22 bits: the rank of the threshold, or where the set begins in {@link #bits}, or the leaf,
 *   <li>16 bits: the {@link Slots slot} to compare with,
 *   <li>24 bits: the left child; the right one follows it.
 * </ul>
 *
 * <p>A slot's value has a number's rank in the place of the node's rank, so that one subtraction
 * says by its sign whether the row goes right. Leaves are nodes that lead to themselves, so that
 * trees can be walked side by side until the last one is at its leaf. Lengths of arrays are powers
 * of two, and indices are cut to them: the machine then checks no bounds.
 */
final class PackedTrees implements Layout {
  static final int CHILD_BITS = 24;
  static final int RANK_SHIFT = 40;
  static final int CATEGORY_SHIFT = 62;
  static final int MAX_SLOTS = 1 << 16;

  private static final int MAX_RANK = 1 << 22;
  private static final int MAX_NODES = 1 << 23;

  final Slots slots;
  final long[] nodes;

  /** Of a tree, its first node. */
  final int[] root;

  /** Sets of categories by their ranks, 64 a word. */
  final long[] bits;

  final boolean categories;

  private PackedTrees(Slots slots, long[] nodes, int[] root, CategoryBits bits) {
    this.slots = slots;
    this.nodes = nodes;
    this.root = root;
    this.bits = bits.words();
    this.categories = bits.any();
  }

  /**
   * @return null if the forest exceeds what a node's bits can say
   */
  static PackedTrees of(
      List<Tree> trees, List<LeafOrder> orders, Leaves leaves, Thresholds thresholds) {
    long total = 0;
    for (Tree tree : trees) {
      total += tree.nodes() + tree.leaves();
    }
    Slots slots = Slots.of(trees, thresholds);
    if (total > MAX_NODES || leaves.count() > MAX_RANK || slots == null) {
      return null;
    }
    long[] nodes = new long[powerOfTwo((int) total)];
    int[] root = new int[trees.size()];
    CategoryBits bits = new CategoryBits(thresholds, trees);
    int[] open = new int[trees.stream().mapToInt(t -> t.nodes() + t.leaves()).max().orElse(0)];
    int at = 0;
    for (int t = 0; t < root.length; t++) {
      Tree tree = trees.get(t);
      root[t] = at;
      // Level by level, so that siblings stand together and the first levels share cache lines.
      int count = 0;
      open[count++] = tree.nodes() == 0 ? ~0 : 0;
      for (int i = 0; i < count; i++) {
        int node = open[i];
        if (node < 0) {
          int leaf = leaves.start(t) + orders.get(t).place()[~node];
          nodes[at + i] = packed(0, leaf, 0, at + i);
          continue;
        }
        int column = thresholds.columnOf(tree.feature()[node]);
        boolean category = tree.categorical(node);
        int rank = category ? bits.add(column, tree, node) : thresholds.rankOf(column, tree, node);
        if (rank >= MAX_RANK) {
          return null;
        }
        nodes[at + i] = packed(category ? 1 : 0, rank, slots.of(column, tree, node), at + count);
        open[count++] = tree.left()[node];
        open[count++] = tree.right()[node];
      }
      at += count;
    }
    return new PackedTrees(slots, nodes, root, bits);
  }

  @Override
  public LeafFinder finder() {
    return new PackedWalk(this);
  }

  static int powerOfTwo(int least) {
    return least <= 1 ? 1 : Integer.highestOneBit(least - 1) << 1;
  }

  private static long packed(int category, int rank, int slot, int child) {
    return (long) category << CATEGORY_SHIFT
        | (long) rank << RANK_SHIFT
        | (long) slot << CHILD_BITS
        | child;
  }
}
