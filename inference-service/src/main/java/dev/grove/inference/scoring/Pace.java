package dev.grove.inference.scoring;

import java.util.concurrent.TimeUnit;

/**
 * Keeps background work to a share of the time of one CPU, so that requests find one that is idle.
 * For one thread.
 */
final class Pace {
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final double pausePerWork;
  private long since = System.nanoTime();

  /**
   * @param share above 0 and at most 1
   */
  Pace(double share) {
    if (!(share > 0) || share > 1) {
      throw new IllegalArgumentException("grove.scoring.share is not above 0 and at most 1");
    }
    this.pausePerWork = 1 / share - 1;
  }

  /** To be called between rows: pauses after some milliseconds of work. */
  void keep() throws InterruptedException {
    long worked = System.nanoTime() - since;
    if (worked >= STEP_NANOS) {
      TimeUnit.NANOSECONDS.sleep((long) (worked * pausePerWork));
      since = System.nanoTime();
    }
  }
}
