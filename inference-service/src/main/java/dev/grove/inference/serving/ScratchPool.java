package dev.grove.inference.serving;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * A few scratches that wait to be used again. Each thread looks in one place alone, so nobody waits
 * for anybody; where that place is empty a scratch is made, and where it is taken one is dropped.
 * The pool dies with its model, so nothing outlives a swap as a thread-local would.
 */
final class ScratchPool {
  private static final int PLACES = 64;

  private final AtomicReferenceArray<Scratch> places = new AtomicReferenceArray<>(PLACES);
  private final Supplier<Scratch> maker;
  private volatile boolean closed;

  ScratchPool(Supplier<Scratch> maker) {
    this.maker = maker;
  }

  Scratch borrow() {
    Scratch waiting = places.getAndSet(place(), null);
    return waiting == null ? maker.get() : waiting;
  }

  void giveBack(Scratch scratch) {
    if (!closed) {
      places.lazySet(place(), scratch);
    }
  }

  /** Bytes of those that wait, about. */
  long weight() {
    long bytes = 0;
    for (int i = 0; i < PLACES; i++) {
      Scratch waiting = places.get(i);
      bytes += waiting == null ? 0 : waiting.weight();
    }
    return bytes;
  }

  /** Lets go of those that wait; the next ones are made anew. */
  void trim() {
    for (int i = 0; i < PLACES; i++) {
      places.set(i, null);
    }
  }

  void close() {
    closed = true;
    trim();
  }

  private static int place() {
    long id = Thread.currentThread().getId();
    return (int) (id ^ (id >>> 6)) & (PLACES - 1);
  }
}
