package dev.grove.bundle.trees;

import java.util.Arrays;
import java.util.List;

/**
 * Trees of up to 64 leaves as sets of leaves, after the idea of QuickScorer: a node whose answer is
 * "right" rules out the leaves below its left child, and the leftmost leaf that is left over when
 * all such nodes have spoken is where the row ends.
 *
 * <p>Which of a column's nodes say "right" depends on the value's rank alone, so that each rank,
 * and zero and missing besides, is a <em>state</em>: a finished vector of leaves for all trees, or
 * none, and a list of nodes to be added to it. Finished vectors stand where lists would be long, as
 * many as {@link BitVectorStates} has room for. Sparse rows need only the columns that they touch,
 * for the state of an untouched column is mostly empty.
 */
final class BitVectors implements Layout {
  static final int MAX_LEAVES = 64;

  final Thresholds thresholds;
  final BitVectorStates states;

  /** 32-bit words that each tree's leaves take: 1 or 2. */
  final int words;

  /** Of a tree, the place of its first leaf. */
  final int[] leafStart;

  /** The columns that say something even of a zero. */
  final int[] busy;

  final boolean[] quiet;

  private BitVectors(Thresholds thresholds, BitVectorStates states, int words, int[] leafStart) {
    this.thresholds = thresholds;
    this.states = states;
    this.words = words;
    this.leafStart = leafStart;
    quiet = new boolean[thresholds.columns()];
    int[] columns = new int[thresholds.columns()];
    int count = 0;
    for (int column = 0; column < columns.length; column++) {
      quiet[column] = states.empty(states.ofZero(column));
      if (!quiet[column]) {
        columns[count++] = column;
      }
    }
    busy = Arrays.copyOf(columns, count);
  }

  /**
   * @return null if a tree has too many leaves, or the lists would take too much memory
   */
  static BitVectors of(
      List<Tree> trees, List<LeafOrder> orders, Leaves leaves, Thresholds thresholds) {
    int most = trees.stream().mapToInt(Tree::leaves).max().orElse(0);
    if (most > MAX_LEAVES || most <= 1) {
      return null;
    }
    int words = most > Integer.SIZE ? 2 : 1;
    BitVectorStates states = BitVectorStates.of(trees, orders, thresholds, words);
    return states == null ? null : new BitVectors(thresholds, states, words, leaves.starts());
  }

  int trees() {
    return leafStart.length - 1;
  }

  @Override
  public LeafFinder finder() {
    return new BitVectorScan(this);
  }
}
