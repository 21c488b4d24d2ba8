package dev.grove.bundle.drift;

import java.util.Arrays;

/** Sampled values of one column, one place a row. Grows as rows come. */
sealed interface ColumnSample {
  /** Numbers; NaN is missing. */
  final class Numbers implements ColumnSample {
    private double[] values = new double[64];

    void set(int row, double value) {
      if (row >= values.length) {
        values = Arrays.copyOf(values, Math.max(row + 1, values.length * 2));
      }
      values[row] = value;
    }

    double get(int row) {
      return values[row];
    }

    /** Those that are there, ascending. */
    double[] sorted(int rows) {
      double[] sorted =
          Arrays.stream(values, 0, rows).filter(value -> !Double.isNaN(value)).toArray();
      Arrays.sort(sorted);
      return sorted;
    }
  }

  /** Beginnings of texts with the texts' lengths; null is missing. */
  final class Texts implements ColumnSample {
    private String[] values = new String[64];
    private int[] lengths = new int[64];

    void set(int row, String value) {
      if (row >= values.length) {
        int size = Math.max(row + 1, values.length * 2);
        values = Arrays.copyOf(values, size);
        lengths = Arrays.copyOf(lengths, size);
      }
      boolean cut = value != null && value.length() > TextScan.SCANNED;
      values[row] = cut ? value.substring(0, TextScan.SCANNED) : value;
      lengths[row] = value == null ? 0 : value.length();
    }

    /** The text's first {@link TextScan#SCANNED} characters. */
    String get(int row) {
      return values[row];
    }

    int length(int row) {
      return lengths[row];
    }
  }
}
