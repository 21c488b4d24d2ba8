package dev.grove.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;

/**
 * What is known of the target before any input is looked at, from the original training rows: the
 * answer of last resort.
 *
 * @param shares each class's share in the order of the labels, together 1; empty where the target
 *     is a number
 * @param mean of the target; null in classifications, as is the next
 * @param median the lower one, so that it is a value that was there
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Prior(List<Double> shares, Double mean, Double median) {
  /** How far the shares' sum may be from 1: what rounding to doubles can do to many of them. */
  private static final double ROUNDING = 1e-9;

  /**
   * @throws IllegalArgumentException if it is neither shares nor two finite numbers
   */
  public Prior {
    shares = List.copyOf(Objects.requireNonNull(shares, "shares"));
    if (shares.isEmpty()) {
      finite("mean", mean);
      finite("median", median);
    } else {
      if (mean != null || median != null) {
        throw new IllegalArgumentException("there are shares of classes, and a mean or a median");
      }
      double sum = 0;
      for (double share : shares) {
        if (!(share >= 0 && share <= 1)) {
          throw new IllegalArgumentException("shares: " + share + " is not from 0 to 1");
        }
        sum += share;
      }
      if (Math.abs(sum - 1) > ROUNDING) {
        throw new IllegalArgumentException("shares: they sum to " + sum + ", not to 1");
      }
    }
  }

  /** The shares of classes that occurred so often; one count at least is above zero. */
  public static Prior ofCounts(long[] counts) {
    double total = 0;
    for (long count : counts) {
      total += count;
    }
    Double[] shares = new Double[counts.length];
    for (int k = 0; k < counts.length; k++) {
      shares[k] = counts[k] / total;
    }
    return new Prior(List.of(shares), null, null);
  }

  public static Prior ofNumbers(double mean, double median) {
    return new Prior(List.of(), mean, median);
  }

  boolean suits(Labels labels) {
    return shares.size() == labels.classes().size();
  }

  private static void finite(String name, Double value) {
    if (value == null || !Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is not a finite number");
    }
  }
}
