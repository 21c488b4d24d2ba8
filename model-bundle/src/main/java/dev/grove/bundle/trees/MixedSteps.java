package dev.grove.bundle.trees;

/**
 * Walks trees some of whose nodes ask for categories; see {@link PackedTrees}. Both questions are
 * answered at every node and one of the answers counts, so that nothing has to be guessed.
 */
final class MixedSteps {
  private static final int SIDE_BY_SIDE = 4;

  private MixedSteps() {}

  static void walk(
      long[] nodes, long[] bits, int[] root, long[] slots, int from, int to, int[] leaf) {
    int t = from;
    for (; t + SIDE_BY_SIDE <= to; t += SIDE_BY_SIDE) {
      walkFour(nodes, bits, root, slots, t, leaf);
    }
    for (; t < to; t++) {
      leaf[t] = walkOne(nodes, bits, root[t], slots);
    }
  }

  private static int walkOne(long[] nodes, long[] bits, int root, long[] slots) {
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
      long[] nodes, long[] bits, int[] root, long[] slots, int t, int[] leaf) {
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
    return (int) (node >>> PackedTrees.RANK_SHIFT);
  }

  /**
   * A number's slot has its rank in the place of the node's, so the sign of the difference tells; a
   * category's slot has its rank in the lowest bits, so that the difference is never negative.
   */
  private static int step(long node, long[] bits, long[] slots) {
    long value = slots[(int) (node >>> PackedTrees.CHILD_BITS) & (slots.length - 1)];
    long category = node >>> PackedTrees.CATEGORY_SHIFT;
    long place = (node >>> PackedTrees.RANK_SHIFT) + (value >>> 6) & -category;
    long absent = ~(bits[(int) place & (bits.length - 1)] >>> value) & category;
    return (int) node + (int) (node - value >>> 63) + (int) absent;
  }
}
