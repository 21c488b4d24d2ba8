package dev.grove.training.fit;

import dev.grove.bundle.features.FeatureVector;
import java.util.Arrays;

/**
 * Encoded rows with their targets, in compressed sparse rows: what is not stored is zero, missing
 * is a stored NaN. Grows by appending; nothing is ever changed.
 *
 * <p>One instance holds at most 2^31 entries, which is Java's bound for an array.
 */
final class EncodedRows {
  private final int features;
  private int rows;
  private int[] starts = new int[1_025];
  private int[] indices = new int[16_384];
  private double[] values = new double[16_384];
  private float[] targets = new float[1_024];
  private int[] groups = new int[0];

  EncodedRows(int features) {
    this.features = features;
  }

  /**
   * Appends a copy of the row.
   *
   * @param target the class's index, or the number to predict
   */
  void add(FeatureVector row, double target) {
    row.sortTouched();
    int used = starts[rows];
    int touched = row.touched();
    reserve(Math.addExact(used, touched));
    for (int k = 0; k < touched; k++) {
      int index = row.touchedIndex(k);
      double value = row.get(index);
      if (value != 0) { // NaN too is different from zero.
        indices[used] = index;
        values[used] = value;
        used++;
      }
    }
    targets[rows] = (float) target;
    rows++;
    starts[rows] = used;
  }

  /** The same rows, those of a group together. */
  EncodedRows grouped(GroupIds ids) {
    EncodedRows sorted = new EncodedRows(features);
    sorted.groups = ids.sizes();
    sorted.starts = new int[rows + 1];
    sorted.targets = new float[rows];
    sorted.indices = new int[entries()];
    sorted.values = new double[entries()];
    for (int row : ids.order()) {
      int from = sorted.starts[sorted.rows];
      int length = starts[row + 1] - starts[row];
      System.arraycopy(indices, starts[row], sorted.indices, from, length);
      System.arraycopy(values, starts[row], sorted.values, from, length);
      sorted.targets[sorted.rows++] = targets[row];
      sorted.starts[sorted.rows] = from + length;
    }
    return sorted;
  }

  /** How many rows each group has, one group after the other; empty if there are no groups. */
  int[] groups() {
    return groups;
  }

  private void reserve(int entries) {
    if (rows + 2 > starts.length) {
      int larger = Math.multiplyExact(rows + 1, 2);
      starts = Arrays.copyOf(starts, larger + 1);
      targets = Arrays.copyOf(targets, larger);
    }
    if (entries > indices.length) {
      int larger = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(entries, indices.length * 2L));
      indices = Arrays.copyOf(indices, larger);
      values = Arrays.copyOf(values, larger);
    }
  }

  int rows() {
    return rows;
  }

  int features() {
    return features;
  }

  int entries() {
    return starts[rows];
  }

  /** The share of places that are stored. */
  double density() {
    return rows == 0 || features == 0 ? 0 : entries() / ((double) rows * features);
  }

  /** Where the row's entries begin; for {@code rows()} where the last one's end. */
  int start(int row) {
    return starts[row];
  }

  int index(int entry) {
    return indices[entry];
  }

  double value(int entry) {
    return values[entry];
  }

  float target(int row) {
    return targets[row];
  }
}
