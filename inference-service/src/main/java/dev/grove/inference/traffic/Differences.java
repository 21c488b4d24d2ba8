package dev.grove.inference.traffic;

import java.util.Arrays;

/** A histogram of absolute differences, from rounding to a whole. Not thread-safe. */
final class Differences {
  /** Upper ends, inclusive; one more bin lies above the last. */
  static final double[] BOUNDS = {
    1e-9, 1e-6, 1e-4, 1e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 10, 100, 1_000
  };

  private final long[] counts = new long[BOUNDS.length + 1];
  private double sum;
  private double largest;
  private long rows;

  void add(double difference) {
    int bin = Arrays.binarySearch(BOUNDS, difference);
    counts[bin < 0 ? -bin - 1 : bin]++;
    sum += difference;
    largest = Math.max(largest, difference);
    rows++;
  }

  long[] counts() {
    return counts.clone();
  }

  double mean() {
    return rows == 0 ? 0 : sum / rows;
  }

  double largest() {
    return largest;
  }
}
