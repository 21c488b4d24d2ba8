package dev.grove.inference.feedback;

import java.time.Instant;

/** Sums over labelled predictions. Not thread-safe. */
final class Tally {
  private static final double LEAST_PROBABILITY = 1e-15;

  private final Instant from;
  private long rows;
  private long right;
  private double logLoss;
  private double absolute;
  private double squares;
  private double fourths;

  Tally(Instant from) {
    this.from = from;
  }

  /**
   * @param probability that the model gave the true class
   */
  void addClass(boolean correct, double probability) {
    rows++;
    right += correct ? 1 : 0;
    logLoss -= Math.log(Math.max(LEAST_PROBABILITY, probability));
  }

  void addNumber(double error) {
    double square = error * error;
    rows++;
    absolute += Math.abs(error);
    squares += square;
    fourths += square * square;
  }

  Instant from() {
    return from;
  }

  long rows() {
    return rows;
  }

  long right() {
    return right;
  }

  double accuracy() {
    return rows == 0 ? 0 : right / (double) rows;
  }

  double logLoss() {
    return rows == 0 ? 0 : logLoss / rows;
  }

  double mae() {
    return rows == 0 ? 0 : absolute / rows;
  }

  double rmse() {
    return rows == 0 ? 0 : Math.sqrt(squares / rows);
  }

  /** The standard error of the mean square. */
  double errorOfSquares() {
    if (rows == 0) {
      return 0;
    }
    double mean = squares / rows;
    return Math.sqrt(Math.max(0, fourths / rows - mean * mean) / rows);
  }
}
