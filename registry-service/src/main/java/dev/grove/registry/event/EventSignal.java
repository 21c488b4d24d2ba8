package dev.grove.registry.event;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the one who looks for new events, however many there are. */
@Singleton
public final class EventSignal {
  private final Semaphore given = new Semaphore(0);

  /** Never waits. */
  public void give() {
    if (given.availablePermits() == 0) {
      given.release();
    }
  }

  /** Returns when the signal was given since the last time, or after the time. */
  public void await(Duration longest) throws InterruptedException {
    if (given.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      given.drainPermits();
    }
  }
}
