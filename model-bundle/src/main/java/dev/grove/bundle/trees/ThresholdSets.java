package dev.grove.bundle.trees;

import java.util.Arrays;

/** Gathers the thresholds and categories of each column, to be sorted and freed of repetitions. */
final class ThresholdSets {
  private static final int FIRST_CAPACITY = 8;

  private final double[][] numbers;
  private final int[] counts;
  private final long[][] members;
  private boolean mixed;

  ThresholdSets(int columns) {
    numbers = new double[columns][];
    counts = new int[columns];
    members = new long[columns][];
  }

  void add(int column, Tree tree, int node) {
    if (tree.categorical(node)) {
      addSet(column, tree, (int) tree.threshold()[node]);
    } else {
      addNumber(column, Tree.offZero(tree.threshold()[node]));
    }
    mixed |= numbers[column] != null && members[column] != null;
  }

  /** Whether a column was given both. */
  boolean mixed() {
    return mixed;
  }

  /** How many different categories there are in all columns. */
  long categoryCount() {
    long count = 0;
    for (long[] bits : members) {
      count += bits == null ? 0 : count(bits);
    }
    return count;
  }

  /** Of each column where its thresholds begin in {@link #values}; one more than columns. */
  int[] starts() {
    int[] starts = new int[counts.length + 1];
    for (int column = 0; column < counts.length; column++) {
      sort(column);
      starts[column + 1] = starts[column] + counts[column];
    }
    return starts;
  }

  double[] values() {
    int[] starts = starts();
    double[] values = new double[starts[counts.length]];
    for (int column = 0; column < counts.length; column++) {
      if (counts[column] > 0) {
        System.arraycopy(numbers[column], 0, values, starts[column], counts[column]);
      }
    }
    return values;
  }

  /** The categories of each categorical column, ascending; null for the others. */
  int[][] categories(int[] none) {
    int[][] categories = new int[members.length][];
    for (int column = 0; column < members.length; column++) {
      if (members[column] != null) {
        categories[column] = members[column].length == 0 ? none : places(members[column]);
      }
    }
    return categories;
  }

  private void addNumber(int column, double value) {
    if (numbers[column] == null) {
      numbers[column] = new double[FIRST_CAPACITY];
    } else if (counts[column] == numbers[column].length) {
      numbers[column] = Arrays.copyOf(numbers[column], 2 * counts[column]);
    }
    numbers[column][counts[column]++] = value;
  }

  private void addSet(int column, Tree tree, int set) {
    int from = tree.categoryStart()[set];
    int words = tree.categoryStart()[set + 1] - from;
    int longs = words + 1 >>> 1;
    if (members[column] == null) {
      members[column] = new long[longs];
    } else if (members[column].length < longs) {
      members[column] = Arrays.copyOf(members[column], longs);
    }
    for (int i = 0; i < words; i++) {
      long word = Integer.toUnsignedLong(tree.categoryWords()[from + i]);
      members[column][i >>> 1] |= word << ((i & 1) << 5);
    }
  }

  private void sort(int column) {
    if (counts[column] == 0) {
      return;
    }
    double[] values = numbers[column];
    Arrays.sort(values, 0, counts[column]);
    int distinct = 1;
    for (int i = 1; i < counts[column]; i++) {
      if (values[i] != values[distinct - 1]) {
        values[distinct++] = values[i];
      }
    }
    counts[column] = distinct;
  }

  private static long count(long[] bits) {
    return Arrays.stream(bits).map(Long::bitCount).sum();
  }

  private static int[] places(long[] bits) {
    int[] places = new int[(int) count(bits)];
    int at = 0;
    for (int i = 0; i < bits.length; i++) {
      for (long word = bits[i]; word != 0; word &= word - 1) {
        places[at++] = (i << 6) + Long.numberOfTrailingZeros(word);
      }
    }
    return places;
  }
}
