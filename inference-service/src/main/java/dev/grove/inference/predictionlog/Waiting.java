package dev.grove.inference.predictionlog;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Predictions that wait to be written: bounded in number and weight, and nobody waits for it. */
final class Waiting {
  private final ConcurrentLinkedQueue<LoggedRow> rows = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong weight = new AtomicLong();
  private final int mostRows;
  private final long mostWeight;

  Waiting(int mostRows, long mostWeight) {
    this.mostRows = mostRows;
    this.mostWeight = mostWeight;
  }

  /** Adds a row; false if there is no room for it. */
  boolean offer(LoggedRow row) {
    if (size.incrementAndGet() > mostRows) {
      size.decrementAndGet();
      return false;
    }
    if (weight.addAndGet(row.weight()) > mostWeight) {
      size.decrementAndGet();
      weight.addAndGet(-row.weight());
      return false;
    }
    rows.add(row);
    return true;
  }

  /** Moves so many rows at most into a list. */
  void drainTo(List<LoggedRow> taken, int most) {
    LoggedRow row;
    while (taken.size() < most && (row = rows.poll()) != null) {
      size.decrementAndGet();
      weight.addAndGet(-row.weight());
      taken.add(row);
    }
  }

  int size() {
    return size.get();
  }
}
