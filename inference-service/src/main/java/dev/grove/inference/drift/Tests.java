package dev.grove.inference.drift;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/** Tests of whether two samples over the same cells can come from the same source. */
final class Tests {
  /** Cells that the window should have fewer rows of are tested one by one, but not together. */
  private static final double LEAST_EXPECTED = 5;

  /** A difference of fewer deviations is nothing that needs an exact figure. */
  private static final double WORTH_EXACTNESS = 2.5;

  private static final double NEGLIGIBLE = 1e-12;
  private static final int KOLMOGOROV_TERMS = 100;

  private Tests() {}

  /**
   * Kolmogorov-Smirnov for two samples. On binned values it errs on the safe side.
   *
   * @param distance the largest one of the cumulated shares
   */
  static double kolmogorov(double distance, long reference, long current) {
    if (reference == 0 || current == 0) {
      return 1;
    }
    double rows = (double) reference * current / (reference + current);
    double root = Math.sqrt(rows);
    double lambda = (root + 0.12 + 0.11 / root) * distance;
    if (lambda < 0.2) {
      return 1;
    }
    double sum = 0;
    double sign = 1;
    for (int k = 1; k <= KOLMOGOROV_TERMS; k++) {
      double term = Math.exp(-2 * lambda * lambda * k * k);
      sum += sign * term;
      if (term < NEGLIGIBLE * sum) {
        break;
      }
      sign = -sign;
    }
    return Math.min(1, Math.max(0, 2 * sum));
  }

  /** Chi-square for two samples; cells too rare for it are taken together. */
  static double chiSquare(long[] reference, long[] current) {
    double ofReference = sum(reference);
    double ofCurrent = sum(current);
    if (ofReference == 0 || ofCurrent == 0) {
      return 1;
    }
    double ratio = Math.sqrt(ofReference / ofCurrent);
    double statistic = 0;
    int cells = 0;
    long rareReference = 0;
    long rareCurrent = 0;
    for (int i = 0; i < reference.length; i++) {
      if (reference[i] * ofCurrent / ofReference < LEAST_EXPECTED) {
        rareReference += reference[i];
        rareCurrent += current[i];
      } else {
        statistic += term(reference[i], current[i], ratio);
        cells++;
      }
    }
    if (rareReference * ofCurrent / ofReference >= LEAST_EXPECTED) {
      statistic += term(rareReference, rareCurrent, ratio);
      cells++;
    }
    return cells < 2 ? 1 : RegularizedGamma.Q.value((cells - 1) / 2.0, statistic / 2);
  }

  private static double term(long reference, long current, double ratio) {
    double difference = current * ratio - reference / ratio;
    return difference * difference / (reference + (double) current);
  }

  /**
   * Whether a cell's share differs, by Fisher's exact test (both sides).
   *
   * @param ofReference rows in the cell
   * @param reference all rows
   */
  static double cell(long ofReference, long reference, long ofCurrent, long current) {
    long both = ofReference + ofCurrent;
    long all = reference + current;
    if (both == 0 || both == all || reference == 0 || current == 0) {
      return 1;
    }
    double share = both / (double) all;
    double expected = current * share;
    double deviation = Math.sqrt(expected * (1 - share) * reference / all);
    double z = Math.abs(ofCurrent - expected) / deviation;
    if (z < WORTH_EXACTNESS) {
      return Erfc.value(z / Math.sqrt(2));
    }
    return Math.min(1, 2 * tail(both, all, ofCurrent, current, ofCurrent > expected));
  }

  /** What a hypergeometric distribution has from a count on outwards. */
  private static double tail(long marked, long all, long count, long drawn, boolean upwards) {
    double term =
        Math.exp(
            logChoose(marked, count)
                + logChoose(all - marked, drawn - count)
                - logChoose(all, drawn));
    double sum = term;
    long k = count;
    while (term > NEGLIGIBLE * sum) {
      if (upwards) {
        term *= (marked - k) / (k + 1.0) * ((drawn - k) / (all - marked - drawn + k + 1.0));
        k++;
      } else {
        term *= k / (marked - k + 1.0) * ((all - marked - drawn + k) / (drawn - k + 1.0));
        k--;
      }
      sum += term;
    }
    return sum;
  }

  private static double logChoose(long n, long k) {
    return LogGamma.value(n + 1.0) - LogGamma.value(k + 1.0) - LogGamma.value(n - k + 1.0);
  }

  private static double sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}
