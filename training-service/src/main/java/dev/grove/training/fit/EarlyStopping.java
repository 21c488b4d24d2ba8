package dev.grove.training.fit;

import java.util.Map;

/** Watches one validation metric: the first of those that were asked for. */
final class EarlyStopping {
  private final int patience;
  private final boolean higherIsBetter;
  private double best = Double.NaN;
  private int bestRound;
  private int lastRound;

  /**
   * @param patience rounds without a better value that end the training; 0 never ends it
   */
  EarlyStopping(int patience, boolean higherIsBetter) {
    this.patience = patience;
    this.higherIsBetter = higherIsBetter;
  }

  /** Takes a round's metrics; true if the training should end. */
  boolean finished(int round, Map<String, Double> metrics) {
    lastRound = round;
    if (metrics.isEmpty()) {
      bestRound = round;
      return false;
    }
    double value = metrics.values().iterator().next();
    if (Double.isNaN(best) || (higherIsBetter ? value > best : value < best)) {
      best = value;
      bestRound = round;
    }
    return patience > 0 && round - bestRound >= patience;
  }

  /** The best round; the last one if early stopping is off. */
  int bestRound() {
    return patience > 0 ? bestRound : lastRound;
  }
}
