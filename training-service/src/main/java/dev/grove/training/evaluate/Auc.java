package dev.grove.training.evaluate;

import java.util.Arrays;

/** The area under the ROC curve. */
final class Auc {
  private Auc() {}

  /**
   * The chance that a positive row scores above a negative one, ties counted half; null if one of
   * the two does not occur.
   */
  static Double of(double[] scores, boolean[] positive) {
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(scores[a], scores[b]));
    double rankSum = 0;
    long positives = 0;
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && scores[order[to]] == scores[order[from]]) {
        to++;
      }
      double rank = (from + 1 + to) / 2.0; // of each of the tied rows, from 1
      for (int i = from; i < to; i++) {
        if (positive[order[i]]) {
          rankSum += rank;
          positives++;
        }
      }
      from = to;
    }
    long negatives = scores.length - positives;
    if (positives == 0 || negatives == 0) {
      return null;
    }
    return (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
  }
}
