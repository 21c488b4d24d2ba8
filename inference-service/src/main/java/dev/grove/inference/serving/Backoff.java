package dev.grove.inference.serving;

import java.time.Duration;

/** Pauses that double from a first one up to a longest one. */
record Backoff(Duration first, Duration longest) {
  private static final int MOST_DOUBLINGS = 30;

  /**
   * @param failures how many there were in a row, from 1
   */
  Duration after(int failures) {
    long millis = Math.max(1, first.toMillis());
    long factor = 1L << Math.min(MOST_DOUBLINGS, Math.max(0, failures - 1));
    long longestMillis = Math.max(millis, longest.toMillis());
    return Duration.ofMillis(
        millis > longestMillis / factor ? longestMillis : Math.min(longestMillis, millis * factor));
  }
}
