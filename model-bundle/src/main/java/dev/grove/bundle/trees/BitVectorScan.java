package dev.grove.bundle.trees;

import dev.grove.bundle.features.FeatureVector;
import java.util.Arrays;

/** Rules leaves out, column by column; see {@link BitVectors}. */
final class BitVectorScan implements LeafFinder {
  private final BitVectors layout;
  private final Thresholds thresholds;
  private final BitVectorStates states;

  /** The leaves that are left over, tree after tree. */
  private final int[] left;

  private final int[][] finished;
  private final int[] lists;
  private int finishedCount;
  private int listCount;

  BitVectorScan(BitVectors layout) {
    this.layout = layout;
    this.thresholds = layout.thresholds;
    this.states = layout.states;
    left = new int[layout.trees() * layout.words];
    // Beyond the last come up to three that change nothing, to fill up four.
    finished = new int[thresholds.columns() + 4][];
    lists = new int[thresholds.columns() + 1];
  }

  @Override
  public void find(double[] rows, int offset, int from, int to, int[] leaf) {
    finishedCount = 0;
    listCount = 0;
    for (int column = 0; column < thresholds.columns(); column++) {
      add(states.of(column, rows[offset + thresholds.feature(column)]));
    }
    find(from, to, leaf);
  }

  @Override
  public void find(FeatureVector row, int from, int to, int[] leaf) {
    double[] values = row.values();
    finishedCount = 0;
    listCount = 0;
    for (int column : layout.busy) {
      add(states.of(column, values[thresholds.feature(column)]));
    }
    for (int k = 0; k < row.touched(); k++) {
      int feature = row.touchedIndex(k);
      int column = thresholds.columnOf(feature);
      if (column >= 0 && layout.quiet[column]) {
        add(states.of(column, values[feature]));
      }
    }
    find(from, to, leaf);
  }

  @Override
  public void findAll(
      double[] rows, int width, int count, int from, int to, Consumer consumer) {
    int[] leaf = new int[to];
    for (int row = 0; row < count; row++) {
      find(rows, row * width, from, to, leaf);
      consumer.accept(row, leaf);
    }
  }

  /** Takes a state's parts, which are written always and counted only if there are any. */
  private void add(int state) {
    finished[finishedCount] = states.finished(state);
    finishedCount += finished[finishedCount] == states.nothing() ? 0 : 1;
    lists[listCount] = state;
    listCount += states.from(state) == states.to(state) ? 0 : 1;
  }

  private void find(int from, int to, int[] leaf) {
    intersect();
    int[] pairs = states.pairs();
    for (int i = 0; i < listCount; i++) {
      ruleOut(left, pairs, states.from(lists[i]), states.to(lists[i]));
    }
    if (layout.words == 1) {
      leftmost(left, layout.leafStart, from, to, leaf);
    } else {
      leftmostOfTwo(left, layout.leafStart, from, to, leaf);
    }
  }

  private void intersect() {
    if (finishedCount == 0) {
      Arrays.fill(left, -1);
      return;
    }
    for (int i = 0; i < 3; i++) {
      finished[finishedCount + i] = states.nothing();
    }
    begin(left, finished[0], finished[1], finished[2], finished[3]);
    for (int i = 4; i < finishedCount; i += 4) {
      intersect(left, finished[i], finished[i + 1], finished[i + 2], finished[i + 3]);
    }
  }

  // Small static loops over arrays alone: this is what the compiler turns into vector code.

  private static void begin(int[] left, int[] a, int[] b, int[] c, int[] d) {
    for (int i = 0; i < left.length; i++) {
      left[i] = a[i] & b[i] & (c[i] & d[i]);
    }
  }

  private static void intersect(int[] left, int[] a, int[] b, int[] c, int[] d) {
    for (int i = 0; i < left.length; i++) {
      left[i] &= a[i] & b[i] & (c[i] & d[i]);
    }
  }

  private static void ruleOut(int[] left, int[] pairs, int from, int to) {
    for (int i = from; i < to; i++) {
      left[pairs[2 * i]] &= pairs[2 * i + 1];
    }
  }

  private static void leftmost(int[] left, int[] start, int from, int to, int[] leaf) {
    for (int t = from; t < to; t++) {
      leaf[t] = start[t] + Integer.numberOfTrailingZeros(left[t]);
    }
  }

  private static void leftmostOfTwo(int[] left, int[] start, int from, int to, int[] leaf) {
    for (int t = from; t < to; t++) {
      long both = (long) left[2 * t + 1] << 32 | Integer.toUnsignedLong(left[2 * t]);
      leaf[t] = start[t] + Long.numberOfTrailingZeros(both);
    }
  }
}
