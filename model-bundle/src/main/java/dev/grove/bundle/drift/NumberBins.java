package dev.grove.bundle.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bins of a number's values: a value falls into the first whose upper end is not below it, or into
 * the last, which has none. The place after the bins counts what is missing.
 */
final class NumberBins {
  /** As many bins as values that do not repeat are divided into. */
  static final int QUANTILES = 20;

  private final double[] uppers;

  /**
   * @param uppers ascending
   */
  NumberBins(double[] uppers) {
    this.uppers = uppers;
  }

  /**
   * Bins of about equal counts between one below the smallest value and one above the largest,
   * which are empty. A value that repeats often enough to fill a bin has one of its own.
   *
   * @param sorted ascending, without NaN
   */
  static List<Double> uppers(double[] sorted) {
    List<Double> uppers = new ArrayList<>();
    if (sorted.length == 0) {
      return uppers;
    }
    add(uppers, Math.nextDown(sorted[0]));
    double full = sorted.length / (double) QUANTILES;
    int inBin = 0;
    for (int start = 0; start < sorted.length; ) {
      double value = sorted[start];
      int end = start;
      while (end < sorted.length && sorted[end] == value) {
        end++;
      }
      boolean repeated = end - start >= full && end - start > 1;
      if (repeated && inBin > 0) {
        add(uppers, Math.nextDown(value));
        inBin = 0;
      }
      inBin += end - start;
      if (inBin >= full || end == sorted.length) {
        add(uppers, value);
        inBin = 0;
      }
      start = end;
    }
    return uppers;
  }

  private static void add(List<Double> uppers, double upper) {
    double last = uppers.isEmpty() ? Double.NEGATIVE_INFINITY : uppers.get(uppers.size() - 1);
    if (upper > last) {
      uppers.add(upper);
    }
  }

  /** Bins, without the place of what is missing. */
  int ordered() {
    return uppers.length + 1;
  }

  int cells() {
    return uppers.length + 2;
  }

  int missing() {
    return uppers.length + 1;
  }

  /**
   * @param value NaN if missing
   */
  int cell(double value) {
    if (Double.isNaN(value)) {
      return missing();
    }
    int low = 0;
    int high = uppers.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (uppers[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public String toString() {
    return Arrays.toString(uppers);
  }
}
