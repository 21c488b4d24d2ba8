package dev.grove.bundle.features;

import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Row;
import java.util.List;

/**
 * The fitted encoding, immutable and thread-safe: cleaned row to encoded vector. Training and
 * inference run this very code.
 */
public final class FeatureEncoding {
  /**
   * @throws IllegalArgumentException if a feature names a column that the schema lacks, or has
   *     parameters out of bounds
   */
  public static FeatureEncoding of(InputSchema input, List<FittedFeature> features) {
    throw new UnsupportedOperationException();
  }

  public List<FittedFeature> features() {
    throw new UnsupportedOperationException();
  }

  /** The encoded vector's length. */
  public int size() {
    throw new UnsupportedOperationException();
  }

  /**
   * One name per place, unique, in the alphabet that LightGBM accepts: letters, digits, {@code _}.
   */
  public List<String> names() {
    throw new UnsupportedOperationException();
  }

  /** The places that LightGBM must treat as categorical, ascending. */
  public int[] categorical() {
    throw new UnsupportedOperationException();
  }

  /** The input column (index into the schema) that feeds a place; for crosses the first one. */
  public int inputOf(int place) {
    throw new UnsupportedOperationException();
  }

  /** Clears {@code out} and encodes the row into it. */
  public void encode(Row row, FeatureVector out) {
    throw new UnsupportedOperationException();
  }
}
