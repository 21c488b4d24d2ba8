package dev.grove.inference.traffic;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Rows that wait for their shadow: bounded in number and in bytes. */
final class ShadowQueue {
  private final BlockingQueue<ShadowRow> rows;
  private final AtomicLong bytes = new AtomicLong();
  private final long mostBytes;

  ShadowQueue(int most, long mostBytes) {
    this.rows = new ArrayBlockingQueue<>(most);
    this.mostBytes = mostBytes;
  }

  /** Whether there is room, before a row is copied. */
  boolean isFull() {
    return rows.remainingCapacity() == 0 || bytes.get() >= mostBytes;
  }

  /** False if there was no room. Never waits. */
  boolean offer(ShadowRow row) {
    long weight = row.weight();
    if (bytes.addAndGet(weight) > mostBytes || !rows.offer(row)) {
      bytes.addAndGet(-weight);
      return false;
    }
    return true;
  }

  /** Waits for a row. */
  ShadowRow take() throws InterruptedException {
    ShadowRow row = rows.take();
    bytes.addAndGet(-row.weight());
    return row;
  }

  int size() {
    return rows.size();
  }
}
