package dev.grove.bundle.trees;

/**
 * Walks trees whose nodes all compare numbers; see {@link PackedTrees}. Six trees go side by side,
 * for one alone would wait for memory at every step: more would not fit the registers. Whether all
 * are at their leaves is looked at after every second step.
 */
final class NumericSteps {
  private static final int SIDE_BY_SIDE = 6;

  private NumericSteps() {}

  static void walk(long[] nodes, int[] root, long[] slots, int from, int to, int[] leaf) {
    int t = from;
    for (; t + SIDE_BY_SIDE <= to; t += SIDE_BY_SIDE) {
      walkSix(nodes, root, slots, t, leaf);
    }
    for (; t < to; t++) {
      leaf[t] = walkOne(nodes, root[t], slots);
    }
  }

  private static int walkOne(long[] nodes, int root, long[] slots) {
    int nodeMask = nodes.length - 1;
    int slotMask = slots.length - 1;
    int a = root;
    while (true) {
      long na = nodes[a & nodeMask];
      int next = step(na, slots, slotMask);
      if (((a ^ next) & nodeMask) == 0) {
        return (int) (na >>> PackedTrees.RANK_SHIFT);
      }
      a = next;
    }
  }

  private static void walkSix(long[] nodes, int[] root, long[] slots, int t, int[] leaf) {
    int nodeMask = nodes.length - 1;
    int slotMask = slots.length - 1;
    int a = root[t];
    int b = root[t + 1];
    int c = root[t + 2];
    int d = root[t + 3];
    int e = root[t + 4];
    int f = root[t + 5];
    long na;
    long nb;
    long nc;
    long nd;
    long ne;
    long nf;
    while (true) {
      na = nodes[a & nodeMask];
      nb = nodes[b & nodeMask];
      nc = nodes[c & nodeMask];
      nd = nodes[d & nodeMask];
      ne = nodes[e & nodeMask];
      nf = nodes[f & nodeMask];
      a = step(na, slots, slotMask);
      b = step(nb, slots, slotMask);
      c = step(nc, slots, slotMask);
      d = step(nd, slots, slotMask);
      e = step(ne, slots, slotMask);
      f = step(nf, slots, slotMask);
      na = nodes[a & nodeMask];
      nb = nodes[b & nodeMask];
      nc = nodes[c & nodeMask];
      nd = nodes[d & nodeMask];
      ne = nodes[e & nodeMask];
      nf = nodes[f & nodeMask];
      int a2 = step(na, slots, slotMask);
      int b2 = step(nb, slots, slotMask);
      int c2 = step(nc, slots, slotMask);
      int d2 = step(nd, slots, slotMask);
      int e2 = step(ne, slots, slotMask);
      int f2 = step(nf, slots, slotMask);
      int moved = (a ^ a2) | (b ^ b2) | (c ^ c2) | (d ^ d2) | (e ^ e2) | (f ^ f2);
      if ((moved & nodeMask) == 0) {
        break;
      }
      a = a2;
      b = b2;
      c = c2;
      d = d2;
      e = e2;
      f = f2;
    }
    leaf[t] = (int) (na >>> PackedTrees.RANK_SHIFT);
    leaf[t + 1] = (int) (nb >>> PackedTrees.RANK_SHIFT);
    leaf[t + 2] = (int) (nc >>> PackedTrees.RANK_SHIFT);
    leaf[t + 3] = (int) (nd >>> PackedTrees.RANK_SHIFT);
    leaf[t + 4] = (int) (ne >>> PackedTrees.RANK_SHIFT);
    leaf[t + 5] = (int) (nf >>> PackedTrees.RANK_SHIFT);
  }

  /** The next node, in the low bits; what stands above them is for the caller to cut off. */
  private static int step(long node, long[] slots, int slotMask) {
    long value = slots[(int) (node >>> PackedTrees.CHILD_BITS) & slotMask];
    return (int) node + (int) (node - value >>> 63);
  }
}
