package dev.grove.training.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All training values of one column, in the rows' order. Grows by appending. */
sealed interface ColumnValues {
  int rows();

  /** Different values; missing is none. */
  int distinct();

  int missing();

  /** Numbers; NaN is missing. */
  final class Numbers implements ColumnValues {
    private double[] values = new double[1_024];
    private int rows;
    private double[] sorted;

    void add(double value) {
      if (rows == values.length) {
        values = Arrays.copyOf(values, rows * 2);
      }
      values[rows++] = value;
      sorted = null;
    }

    double get(int row) {
      return values[row];
    }

    /** The values that are there, ascending; not to be changed. */
    double[] sorted() {
      if (sorted == null) {
        sorted = Arrays.stream(values, 0, rows).filter(value -> !Double.isNaN(value)).toArray();
        Arrays.sort(sorted);
      }
      return sorted;
    }

    @Override
    public int rows() {
      return rows;
    }

    @Override
    public int distinct() {
      double[] all = sorted();
      int distinct = 0;
      for (int i = 0; i < all.length; i++) {
        if (i == 0 || all[i] != all[i - 1]) {
          distinct++;
        }
      }
      return distinct;
    }

    @Override
    public int missing() {
      return rows - sorted().length;
    }
  }

  /** Texts, each different one kept once. */
  final class Texts implements ColumnValues {
    static final int MISSING = -1;

    private final Map<String, Integer> codes = new HashMap<>();
    private final List<String> dictionary = new ArrayList<>();
    private int[] values = new int[1_024];
    private int rows;
    private int missing;

    /**
     * @param value null if missing
     */
    void add(String value) {
      if (rows == values.length) {
        values = Arrays.copyOf(values, rows * 2);
      }
      values[rows++] = value == null ? missingCode() : code(value);
    }

    private int code(String value) {
      Integer known = codes.putIfAbsent(value, dictionary.size());
      if (known == null) {
        dictionary.add(value);
        return dictionary.size() - 1;
      }
      return known;
    }

    private int missingCode() {
      missing++;
      return MISSING;
    }

    /** The place in {@link #dictionary}, or {@link #MISSING}. */
    int get(int row) {
      return values[row];
    }

    /** The different values in the order in which they came. */
    List<String> dictionary() {
      return dictionary;
    }

    @Override
    public int rows() {
      return rows;
    }

    @Override
    public int distinct() {
      return dictionary.size();
    }

    @Override
    public int missing() {
      return missing;
    }
  }
}
