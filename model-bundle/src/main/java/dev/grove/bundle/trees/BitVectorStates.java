package dev.grove.bundle.trees;

import java.util.List;

/**
 * What each value of a column rules out; see {@link BitVectors}. A state is a finished vector,
 * which may be {@link #nothing}, and a stretch of {@link #pairs}: a word of the vector, and the
 * bits that stay in it.
 */
final class BitVectorStates {
  private final Thresholds thresholds;
  private final int[] start;
  private final int[] ofMissing;
  private final int[] ofZero;
  private final int[][] finished;
  private final int[] from;
  private final int[] to;
  private final int[] pairs;
  private final int[] nothing;

  BitVectorStates(
      Thresholds thresholds,
      int[] start,
      int[] ofMissing,
      int[] ofZero,
      int[][] finished,
      int[] from,
      int[] to,
      int[] pairs,
      int[] nothing) {
    this.thresholds = thresholds;
    this.start = start;
    this.ofMissing = ofMissing;
    this.ofZero = ofZero;
    this.finished = finished;
    this.from = from;
    this.to = to;
    this.pairs = pairs;
    this.nothing = nothing;
  }

  /**
   * @return null if it would take too much memory
   */
  static BitVectorStates of(
      List<Tree> trees, List<LeafOrder> orders, Thresholds thresholds, int words) {
    return new BitVectorBuilder(trees, orders, thresholds, words).build();
  }

  /** The state of a column that holds this value. */
  int of(int column, double x) {
    if (thresholds.categorical(column)) {
      return start[column] + thresholds.category(column, x);
    }
    if (Double.isNaN(x)) {
      return ofMissing[column];
    }
    if (Math.abs(x) <= Tree.ZERO) {
      return ofZero[column];
    }
    return start[column] + thresholds.rank(column, x);
  }

  int ofZero(int column) {
    return ofZero[column];
  }

  /** The finished vector; {@link #nothing} if there is none. */
  int[] finished(int state) {
    return finished[state];
  }

  /** Where the state's pairs begin. */
  int from(int state) {
    return from[state];
  }

  /** Where the state's pairs end. */
  int to(int state) {
    return to[state];
  }

  int[] pairs() {
    return pairs;
  }

  /** The vector that rules nothing out. */
  int[] nothing() {
    return nothing;
  }

  boolean empty(int state) {
    return finished[state] == nothing && from[state] == to[state];
  }
}
