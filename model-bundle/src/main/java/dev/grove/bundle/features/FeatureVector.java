package dev.grove.bundle.features;

/**
 * An encoded row: a dense array of doubles, zero where nothing was set, that remembers which places
 * were touched, so that wide sparse rows cost what is set and not what is possible. Missing is an
 * explicit NaN. Reusable; not thread-safe.
 */
public final class FeatureVector {
  public FeatureVector(int size) {
    throw new UnsupportedOperationException();
  }

  public int size() {
    throw new UnsupportedOperationException();
  }

  public double get(int index) {
    throw new UnsupportedOperationException();
  }

  public void set(int index, double value) {
    throw new UnsupportedOperationException();
  }

  public void add(int index, double value) {
    throw new UnsupportedOperationException();
  }

  /** Back to all zeros, at the cost of the touched places. */
  public void clear() {
    throw new UnsupportedOperationException();
  }

  /** How many places were touched. */
  public int touched() {
    throw new UnsupportedOperationException();
  }

  /** The k-th touched place, in ascending order of index after {@link #sortTouched}. */
  public int touchedIndex(int k) {
    throw new UnsupportedOperationException();
  }

  public void sortTouched() {
    throw new UnsupportedOperationException();
  }

  /** A copy as a plain array of {@link #size} doubles. */
  public double[] toArray() {
    throw new UnsupportedOperationException();
  }
}
