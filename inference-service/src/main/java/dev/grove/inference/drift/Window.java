package dev.grove.inference.drift;

import java.time.Instant;
import java.util.Arrays;

/**
 * Counts of some rows in the reference's cells, not to be changed. Those of other windows, and of
 * other replicas, can be added.
 *
 * @param from when its first row came
 * @param to when its last row may have come
 * @param rows of which inputs were counted
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its content below
record Window(Instant from, Instant to, long rows, long[] counts) {
  Window plus(Window other) {
    if (counts.length != other.counts.length) {
      throw new IllegalArgumentException("the windows have other cells");
    }
    long[] sum = counts.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] = Math.addExact(sum[i], other.counts[i]);
    }
    return new Window(
        from.isBefore(other.from) ? from : other.from,
        to.isAfter(other.to) ? to : other.to,
        Math.addExact(rows, other.rows),
        sum);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Window that
        && from.equals(that.from)
        && to.equals(that.to)
        && rows == that.rows
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "Window[" + rows + " rows from " + from + " to " + to + "]";
  }
}
