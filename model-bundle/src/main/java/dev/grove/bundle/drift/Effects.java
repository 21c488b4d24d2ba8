package dev.grove.bundle.drift;

/**
 * How large the difference between two histograms over the same cells is, from 0 to 1, whatever the
 * number of rows. Each measure sees what another one is blind to.
 */
public final class Effects {
  private static final double LN_2 = Math.log(2);

  private Effects() {}

  /**
   * The largest distance of the cumulated shares (Kolmogorov's): sees values that move. Missing
   * values do not count.
   *
   * @param ordered how many of the cells have an order, from the first on
   */
  public static double shift(long[] reference, long[] current, int ordered) {
    double ofReference = sum(reference, ordered);
    double ofCurrent = sum(current, ordered);
    if (ofReference == 0 || ofCurrent == 0) {
      return 0;
    }
    double largest = 0;
    long left = 0;
    long right = 0;
    for (int i = 0; i < ordered; i++) {
      left += reference[i];
      right += current[i];
      largest = Math.max(largest, Math.abs(left / ofReference - right / ofCurrent));
    }
    return largest;
  }

  /** The Jensen-Shannon distance to the base 2: sees every change of the shape. */
  public static double shape(long[] reference, long[] current) {
    double ofReference = sum(reference, reference.length);
    double ofCurrent = sum(current, current.length);
    if (ofReference == 0 || ofCurrent == 0) {
      return 0;
    }
    double divergence = 0;
    for (int i = 0; i < reference.length; i++) {
      double p = reference[i] / ofReference;
      double q = current[i] / ofCurrent;
      double middle = (p + q) / 2;
      divergence += part(p, middle) + part(q, middle);
    }
    return Math.sqrt(Math.min(1, Math.max(0, divergence / (2 * LN_2))));
  }

  private static double part(double p, double middle) {
    return p == 0 ? 0 : p * Math.log(p / middle);
  }

  /** The largest change of one cell's share: sees a category, or missing values, come or go. */
  public static double share(long[] reference, long[] current) {
    double ofReference = sum(reference, reference.length);
    double ofCurrent = sum(current, current.length);
    if (ofReference == 0 || ofCurrent == 0) {
      return 0;
    }
    double largest = 0;
    for (int i = 0; i < reference.length; i++) {
      largest = Math.max(largest, Math.abs(reference[i] / ofReference - current[i] / ofCurrent));
    }
    return largest;
  }

  private static long sum(long[] counts, int end) {
    long sum = 0;
    for (int i = 0; i < end; i++) {
      sum += counts[i];
    }
    return sum;
  }
}
