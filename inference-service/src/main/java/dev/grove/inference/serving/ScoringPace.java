package dev.grove.inference.serving;

/**
 * How long a forest lately took for a row, to judge whether it will be done in time. Threads may
 * overwrite each other's measurements: it is a guess all the same.
 */
public final class ScoringPace {
  /** One part in this many of a measurement goes into the guess. */
  private static final int SMOOTHING = 16;

  /** A pause of the whole process is no measurement: it counts for this many times the guess. */
  private static final int MOST_GROWTH = 4;

  /** What a guess loses each time that it kept the forest from being measured. */
  private static final int DECAY = 64;

  private volatile long nanos;

  /** The guess for one row; 0 before the first measurement. */
  public long nanos() {
    return nanos;
  }

  /** Takes a measurement of one row in. */
  public void took(long measured) {
    long guess = nanos;
    if (guess == 0) {
      nanos = Math.max(1, measured);
      return;
    }
    long change = (Math.min(measured, guess * MOST_GROWTH) - guess) / SMOOTHING;
    if (change != 0) {
      nanos = Math.max(1, guess + change);
    }
  }

  /** The forest was not asked, for it seemed too slow: so that it is asked again some day. */
  public void passedOver() {
    long guess = nanos;
    nanos = Math.max(1, guess - guess / DECAY);
  }
}
