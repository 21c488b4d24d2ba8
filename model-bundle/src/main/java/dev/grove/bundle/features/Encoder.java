package dev.grove.bundle.features;

import dev.grove.bundle.Row;

/**
 * One fitted feature, bound to its columns: fills its own run of places. Immutable and thread-safe.
 */
interface Encoder {
  /** How many places it fills. */
  int size();

  /** Whether LightGBM must treat its place as categorical; such an encoder has one place. */
  default boolean categorical() {
    return false;
  }

  /** The column that feeds it, the first one if there are several. */
  int input();

  /** Names its places, in order. */
  void name(FeatureNames.Builder names);

  /**
   * @param offset where its run begins
   */
  void encode(Row row, FeatureVector out, int offset);
}
