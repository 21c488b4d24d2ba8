package dev.grove.inference.drift;

import java.time.Duration;

/**
 * How long a window is: so many rows, or as many as came in its time if they are not too few. It
 * slides on by an eighth of itself.
 *
 * @param history how many verdicts are remembered
 */
record WindowLimits(long rows, long smallest, Duration time, int history) {
  /** Parts of a window. */
  static final int PANES = 8;

  WindowLimits {
    if (rows < 1 || smallest < 1 || smallest > rows) {
      throw new IllegalArgumentException(
          "grove.drift.smallest-window must be between 1 and grove.drift.window-rows");
    }
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("grove.drift.window-time must be positive");
    }
  }

  long paneRows() {
    return (rows + PANES - 1) / PANES;
  }

  /** A pane with fewer rows waits for more, however long that takes. */
  long smallestPane() {
    return (smallest + PANES - 1) / PANES;
  }

  Duration paneTime() {
    return time.dividedBy(PANES);
  }
}
