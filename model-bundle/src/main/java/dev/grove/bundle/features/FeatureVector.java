package dev.grove.bundle.features;

import java.util.Arrays;
import java.util.Objects;

/**
 * An encoded row: a dense array of doubles, zero where nothing was set, that remembers which places
 * were touched, so that wide sparse rows cost what is set and not what is possible. Missing is an
 * explicit NaN. Reusable; not thread-safe.
 */
public final class FeatureVector {
  private final double[] values;
  private final long[] marks;
  private int[] places = new int[16];
  private int touched;
  private boolean sorted = true;

  public FeatureVector(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("size is negative: " + size);
    }
    values = new double[size];
    marks = new long[(size + Long.SIZE - 1) / Long.SIZE];
  }

  public int size() {
    return values.length;
  }

  public double get(int index) {
    return values[index];
  }

  /** Touches the place, whatever the value: a zero that was set is touched too. */
  public void set(int index, double value) {
    values[index] = value;
    touch(index);
  }

  /** Adds to the place's value; an untouched place starts from 0. */
  public void add(int index, double value) {
    values[index] += value;
    touch(index);
  }

  /** Back to all zeros, at the cost of the touched places. */
  public void clear() {
    for (int k = 0; k < touched; k++) {
      values[places[k]] = 0;
      marks[places[k] >> 6] = 0;
    }
    touched = 0;
    sorted = true;
  }

  /** How many places were touched. */
  public int touched() {
    return touched;
  }

  /** The k-th touched place, in ascending order of index after {@link #sortTouched}. */
  public int touchedIndex(int k) {
    return places[Objects.checkIndex(k, touched)];
  }

  /** Costs nothing if the places were touched in ascending order. */
  public void sortTouched() {
    if (!sorted) {
      Arrays.sort(places, 0, touched);
      sorted = true;
    }
  }

  /** A copy as a plain array of {@link #size} doubles. */
  public double[] toArray() {
    return values.clone();
  }

  /** The live values, no copy: for loops that read a row in place. Never write to it. */
  public double[] values() {
    return values;
  }

  private void touch(int index) {
    long bit = 1L << index;
    if ((marks[index >> 6] & bit) != 0) {
      return;
    }
    marks[index >> 6] |= bit;
    if (touched == places.length) {
      places = Arrays.copyOf(places, touched * 2);
    }
    sorted &= touched == 0 || places[touched - 1] < index;
    places[touched++] = index;
  }
}
