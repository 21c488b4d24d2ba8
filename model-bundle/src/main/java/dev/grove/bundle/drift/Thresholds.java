package dev.grove.bundle.drift;

/**
 * How far chunks of the reference lie from the rest of it: what an effect must exceed to count.
 * They are mean plus three standard deviations over random chunks, and never below {@link #LEAST}.
 *
 * @param chunkRows rows of a chunk
 * @param shift of {@link Effects#shift}; null where bins have no order
 * @param shape of {@link Effects#shape}
 * @param share of {@link Effects#share}
 */
public record Thresholds(int chunkRows, Double shift, double shape, double share) {
  /** Changes below one point of a hundred concern nobody, however certain they are. */
  public static final double LEAST = 0.01;

  public Thresholds {
    if (chunkRows < 1) {
      throw new IllegalArgumentException("chunkRows: " + chunkRows + " is not positive");
    }
    check("shift", shift == null ? 0 : shift);
    check("shape", shape);
    check("share", share);
  }

  private static void check(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + ": " + value + " is not between 0 and 1");
    }
  }

  /**
   * What a threshold grows by for windows smaller than a chunk, whose effects scatter more.
   *
   * @param rows of the window
   */
  public double scale(long rows) {
    return rows >= chunkRows ? 1 : Math.sqrt(chunkRows / (double) Math.max(1, rows));
  }
}
