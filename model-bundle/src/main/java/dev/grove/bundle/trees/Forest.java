package dev.grove.bundle.trees;

import dev.grove.bundle.features.FeatureVector;

/**
 * A LightGBM model that scores in pure Java, with the same bits as LightGBM's own raw scores.
 * Immutable and thread-safe.
 */
public final class Forest {
  /**
   * @param text LightGBM's model text
   * @throws InvalidModelText if it is not one, or exceeds a bound
   */
  public static Forest parse(String text) {
    throw new UnsupportedOperationException();
  }

  /** Encoded features that a row must have. */
  public int features() {
    throw new UnsupportedOperationException();
  }

  /** Raw scores a row: the number of classes in multiclass, else 1. */
  public int outputs() {
    throw new UnsupportedOperationException();
  }

  /** Boosting rounds. */
  public int iterations() {
    throw new UnsupportedOperationException();
  }

  /** Turns raw scores into predictions. */
  public Objective objective() {
    throw new UnsupportedOperationException();
  }

  /**
   * @param out receives {@link #outputs} raw scores
   */
  public void rawScores(double[] row, double[] out) {
    throw new UnsupportedOperationException();
  }

  /** As for the dense row, without making one. */
  public void rawScores(FeatureVector row, double[] out) {
    throw new UnsupportedOperationException();
  }

  /** LightGBM's importances: number of splits per feature. */
  public long[] splitImportance() {
    throw new UnsupportedOperationException();
  }

  /** LightGBM's importances: total gain per feature. */
  public double[] gainImportance() {
    throw new UnsupportedOperationException();
  }
}
