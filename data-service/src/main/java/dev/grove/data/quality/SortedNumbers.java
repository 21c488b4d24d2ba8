package dev.grove.data.quality;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes distinct numbers in ascending order with their counts; gives what follows from them. */
final class SortedNumbers {
  private static final List<String> PROBABILITIES =
      List.of("0.01", "0.05", "0.25", "0.5", "0.75", "0.95", "0.99");

  private final long total;
  private final long[] below = new long[PROBABILITIES.size()];
  private final double[] lower = new double[PROBABILITIES.size()];
  private final double[] upper = new double[PROBABILITIES.size()];
  private long seen;
  private long distinct;
  private double first;
  private double last;
  private double sum;
  private double lost;
  private double weighted;

  /**
   * @param total how many numbers there will be, repeated ones included
   */
  SortedNumbers(long total) {
    this.total = total;
    for (int i = 0; i < below.length; i++) {
      below[i] = (long) Math.floor(position(i));
    }
  }

  /** The place of a quantile among the sorted numbers, from 0; fractions lie between two. */
  private double position(int quantile) {
    return Math.max(0, total - 1) * Double.parseDouble(PROBABILITIES.get(quantile));
  }

  void add(double value, long count) {
    first = distinct == 0 ? value : first;
    last = value;
    distinct++;
    long after = seen + count;
    for (int i = 0; i < below.length; i++) {
      if (below[i] >= seen && below[i] < after) {
        lower[i] = value;
        upper[i] = value;
      }
      if (below[i] + 1 >= seen && below[i] + 1 < after) {
        upper[i] = value;
      }
    }
    seen = after;
    addToMean(value, count);
  }

  private void addToMean(double value, long count) {
    double addend = value * count - lost;
    double next = sum + addend;
    lost = (next - sum) - addend;
    sum = next;
    weighted += value * ((double) count / total);
  }

  long distinct() {
    return distinct;
  }

  /** Null if there are no numbers. */
  Double mean() {
    if (seen == 0) {
      return null;
    }
    double mean = sum / seen;
    // Where the sum overflows, the mean does not.
    return Math.max(first, Math.min(last, Double.isFinite(mean) ? mean : weighted));
  }

  /** By probability; null if there are no numbers. */
  Map<String, Double> quantiles() {
    if (seen == 0) {
      return null;
    }
    Map<String, Double> quantiles = new LinkedHashMap<>();
    for (int i = 0; i < below.length; i++) {
      double share = position(i) - below[i];
      // Weighted, not lower + share * (upper - lower), whose difference may overflow.
      double value = lower[i] == upper[i] ? lower[i] : lower[i] * (1 - share) + upper[i] * share;
      quantiles.put(PROBABILITIES.get(i), value);
    }
    return quantiles;
  }
}
