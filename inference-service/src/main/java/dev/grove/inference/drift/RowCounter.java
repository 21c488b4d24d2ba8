package dev.grove.inference.drift;

import dev.grove.bundle.Row;
import dev.grove.bundle.drift.CellFinder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts rows in the reference's cells on the threads that answer them: a few sets of plain
 * counters, each used by one thread at a time, and no allocation. A thread that finds its set taken
 * goes to the next one.
 */
final class RowCounter {
  /** Rows after which a set tells of itself, so that the common count is seldom touched. */
  private static final int REPORTED = 4;

  private static final int MOST_STRIPES = 16;
  private static final long MOST_COUNTERS = 1 << 20;
  private static final int NONE = -1;

  private final CellFinder finder;
  private final Stripe[] stripes;
  private final AtomicLong reported = new AtomicLong();
  private volatile long goal;

  /**
   * @param threads that will count at the same time, as a guess
   * @param goal rows that are worth telling of
   */
  RowCounter(CellFinder finder, int threads, long goal) {
    this.finder = finder;
    this.goal = goal;
    int most = (int) Math.max(1, Math.min(MOST_STRIPES, MOST_COUNTERS / (finder.cells() + 1)));
    int wanted = Integer.highestOneBit(Math.max(1, Math.min(most, threads)));
    stripes = new Stripe[wanted];
    for (int i = 0; i < wanted; i++) {
      stripes[i] = new Stripe(finder);
    }
  }

  /** One set of counters with its working memory. */
  private static final class Stripe {
    final AtomicBoolean taken = new AtomicBoolean();
    final int[] cells;
    final int[] counts;
    int rows;
    int unreported;

    Stripe(CellFinder finder) {
      cells = new int[finder.watched().size()];
      counts = new int[finder.cells()];
    }

    void locate(CellFinder finder, Row row) {
      Arrays.fill(cells, NONE);
      finder.locate(row, cells);
    }

    /** Counts what was located; the common count, or 0 where it was not looked at. */
    long count(AtomicLong reported) {
      for (int cell : cells) {
        if (cell != NONE) {
          counts[cell]++;
        }
      }
      rows++;
      if (++unreported < REPORTED) {
        return 0;
      }
      unreported = 0;
      return reported.addAndGet(REPORTED);
    }
  }

  /**
   * Counts a row whose answer is not the model's own.
   *
   * @return whether the goal is reached, a few rows late
   */
  boolean count(Row row) {
    Stripe stripe = take();
    try {
      stripe.locate(finder, row);
      return stripe.count(reported) >= goal;
    } finally {
      stripe.taken.set(false);
    }
  }

  /** As {@link #count(Row)} with the class that the model answered. */
  boolean count(Row row, int index, double confidence) {
    Stripe stripe = take();
    try {
      stripe.locate(finder, row);
      finder.locateClass(index, confidence, stripe.cells);
      return stripe.count(reported) >= goal;
    } finally {
      stripe.taken.set(false);
    }
  }

  /** As {@link #count(Row)} with the number that the model answered. */
  boolean count(Row row, double value) {
    Stripe stripe = take();
    try {
      stripe.locate(finder, row);
      finder.locateNumber(value, stripe.cells);
      return stripe.count(reported) >= goal;
    } finally {
      stripe.taken.set(false);
    }
  }

  private Stripe take() {
    int mask = stripes.length - 1;
    long id = Thread.currentThread().getId();
    int start = (int) (id ^ (id >>> 6));
    for (int i = start; ; i++) {
      Stripe stripe = stripes[i & mask];
      if (!stripe.taken.get() && stripe.taken.compareAndSet(false, true)) {
        return stripe;
      }
      if (((i - start) & mask) == mask) {
        Thread.onSpinWait();
      }
    }
  }

  /**
   * Adds what was counted since the last call to {@code sums}, and counts towards the goal anew.
   *
   * @return the number of rows
   */
  long drain(long[] sums) {
    long rows = 0;
    reported.set(0);
    for (Stripe stripe : stripes) {
      while (!stripe.taken.compareAndSet(false, true)) {
        Thread.onSpinWait();
      }
      try {
        for (int i = 0; i < sums.length; i++) {
          sums[i] += stripe.counts[i];
          stripe.counts[i] = 0;
        }
        rows += stripe.rows;
        stripe.rows = 0;
        stripe.unreported = 0;
      } finally {
        stripe.taken.set(false);
      }
    }
    return rows;
  }

  /** Rows that no call of {@link #drain} has taken yet, but for the last few. */
  long rows() {
    return reported.get();
  }

  /** Sets how many rows from now on are worth telling of. */
  void setGoal(long rows) {
    goal = rows;
  }
}
