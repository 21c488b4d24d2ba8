package dev.grove.bundle.drift;

import java.util.SplittableRandom;

/** Learns from random chunks of a sample how far they lie from the rest of it. */
final class Chunks {
  /** Rows of a chunk where there are enough: those of a usual window. */
  static final int ROWS = 2_000;

  private static final int CHUNKS = 100;
  private static final double DEVIATIONS = 3;

  private final int[][] members;
  private final int rows;
  private final int chunkRows;

  /**
   * @param rows of the sample
   */
  Chunks(int rows, long seed) {
    this.rows = rows;
    this.chunkRows = Math.max(1, Math.min(ROWS, rows / 4));
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = i;
    }
    members = new int[rows == 0 ? 0 : CHUNKS][chunkRows];
    for (int[] chunk : members) {
      for (int i = 0; i < chunkRows; i++) {
        int j = i + random.nextInt(rows - i);
        int taken = order[j];
        order[j] = order[i];
        order[i] = taken;
        chunk[i] = taken;
      }
    }
  }

  /**
   * @param cellOf each row's cell
   * @param ordered how many of the cells have an order; 0 if none
   */
  Thresholds learn(int[] cellOf, long[] counts, int ordered) {
    if (cellOf.length != rows) {
      throw new IllegalArgumentException(cellOf.length + " rows, not " + rows);
    }
    Spread shift = new Spread();
    Spread shape = new Spread();
    Spread share = new Spread();
    for (int[] members : members) {
      long[] rest = counts.clone();
      long[] chunk = new long[counts.length];
      for (int row : members) {
        rest[cellOf[row]]--;
        chunk[cellOf[row]]++;
      }
      shift.add(ordered == 0 ? 0 : Effects.shift(rest, chunk, ordered));
      shape.add(Effects.shape(rest, chunk));
      share.add(Effects.share(rest, chunk));
    }
    return new Thresholds(
        chunkRows, ordered == 0 ? null : shift.threshold(), shape.threshold(), share.threshold());
  }

  /** Mean and deviation of an effect over the chunks. */
  private static final class Spread {
    private int count;
    private double sum;
    private double squares;

    void add(double effect) {
      count++;
      sum += effect;
      squares += effect * effect;
    }

    double threshold() {
      if (count == 0) {
        return Thresholds.LEAST;
      }
      double mean = sum / count;
      double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
      return Math.min(1, Math.max(Thresholds.LEAST, mean + DEVIATIONS * deviation));
    }
  }
}
