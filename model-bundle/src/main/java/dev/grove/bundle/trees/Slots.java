package dev.grove.bundle.trees;

import java.util.Arrays;
import java.util.List;

/**
 * What a row looks like to {@link PackedTrees}: for each column and each way in which its nodes
 * treat what is missing, the value's rank. A missing value that goes left has a rank below all
 * thresholds, one that goes right a rank above them. Slot 0 belongs to no column and is always 0.
 */
final class Slots {
  /** Missing as zero is the first way; then NaN left and right, zero and NaN left and right. */
  private static final int WAYS = 5;

  private static final int MAX_SLOTS = 1 << 16;

  private final Thresholds thresholds;

  /** Of a column and a way, at {@code WAYS * column + way}, its slot or 0. */
  private final int[] slotOf;

  /** Of a column, its first slot; one more than there are columns. */
  private final int[] start;

  /** Of a slot, its value for a missing row, and for zero. */
  private final int[] ofMissing;

  private final int[] ofZero;

  /** Where a number's rank begins in a value. */
  private final int shift;

  private Slots(Thresholds thresholds, int[] slotOf, int[] start, int shift) {
    this.thresholds = thresholds;
    this.slotOf = slotOf;
    this.start = start;
    this.shift = shift;
    ofMissing = new int[start[start.length - 1]];
    ofZero = new int[ofMissing.length];
    settle();
  }

  /**
   * @return null if there are too many
   */
  static Slots of(List<Tree> trees, Thresholds thresholds) {
    int columns = thresholds.columns();
    boolean[] used = new boolean[WAYS * columns];
    for (Tree tree : trees) {
      for (int node = 0; node < tree.nodes(); node++) {
        used[WAYS * thresholds.columnOf(tree.feature()[node]) + way(tree, node)] = true;
      }
    }
    int[] slotOf = new int[WAYS * columns];
    int[] start = new int[columns + 1];
    int count = 1;
    for (int column = 0; column < columns; column++) {
      start[column] = count;
      for (int way = 0; way < WAYS; way++) {
        if (used[WAYS * column + way]) {
          slotOf[WAYS * column + way] = count++;
        }
      }
    }
    start[columns] = count;
    return count > MAX_SLOTS ? null : new Slots(thresholds, slotOf, start, 0);
  }

  /** The same slots, with ranks of numbers beginning at that bit of a value. */
  Slots shifted(int shift) {
    return new Slots(thresholds, slotOf, start, shift);
  }

  Thresholds thresholds() {
    return thresholds;
  }

  int count() {
    return ofZero.length;
  }

  int of(int column, Tree tree, int node) {
    return slotOf[WAYS * column + way(tree, node)];
  }

  /** A row of zeros, and of zeros beyond the last slot up to the length asked for. */
  int[] zeros(int length) {
    return Arrays.copyOf(ofZero, length);
  }

  /** Sets the column's slots to what the value is to them. */
  void set(int column, double x, int[] values) {
    if (thresholds.categorical(column)) {
      values[start[column]] = thresholds.category(column, x);
    } else if (Double.isNaN(x)) {
      copy(column, ofMissing, values);
    } else if (Math.abs(x) <= Tree.ZERO) {
      copy(column, ofZero, values);
    } else {
      int rank = thresholds.rank(column, x) << shift;
      for (int slot = start[column]; slot < start[column + 1]; slot++) {
        values[slot] = rank;
      }
    }
  }

  /** Sets the column's slots back to zero's. */
  void clear(int column, int[] values) {
    copy(column, ofZero, values);
  }

  private void copy(int column, int[] from, int[] values) {
    for (int slot = start[column]; slot < start[column + 1]; slot++) {
      values[slot] = from[slot];
    }
  }

  private void settle() {
    for (int column = 0; column < start.length - 1; column++) {
      if (thresholds.categorical(column)) {
        ofMissing[start[column]] = thresholds.category(column, Double.NaN);
        ofZero[start[column]] = thresholds.category(column, 0);
        continue;
      }
      int above = thresholds.ranks(column) << shift;
      int zero = thresholds.rank(column, 0) << shift;
      for (int way = 0; way < WAYS; way++) {
        int slot = slotOf[WAYS * column + way];
        if (slot > 0) {
          int given = way % 2 == 1 ? 0 : above;
          ofMissing[slot] = way == 0 ? zero : given;
          ofZero[slot] = way < 3 ? zero : given;
        }
      }
    }
  }

  private static int way(Tree tree, int node) {
    if (tree.categorical(node)) {
      return 0;
    }
    int right = tree.defaultLeft(node) ? 0 : 1;
    return switch (tree.missingType(node)) {
      case Tree.MISSING_NONE -> 0;
      case Tree.MISSING_NAN -> 1 + right;
      default -> 3 + right;
    };
  }
}
