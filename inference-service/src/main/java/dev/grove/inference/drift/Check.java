package dev.grove.inference.drift;

/**
 * One comparison of a column with its reference.
 *
 * @param effect how large the difference is, from 0 to 1
 * @param threshold what it must exceed to count, for a window of so many rows
 * @param pValue how probable so large a difference is by chance alone, given that a column is looked
 *     at in several ways
 * @param corrected the same given that all columns are looked at
 * @param alarm whether both say that the column differs
 */
record Check(
    CheckKind kind, double effect, double threshold, double pValue, double corrected, boolean alarm) {
  boolean isLarge() {
    return effect > threshold;
  }
}
