package dev.grove.local.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that this checkout started: its number and the moment of its start, which together
 * never name another process, even after the number was given away again.
 */
record Instance(long pid, Instant startedAt) {
  /** The kernel derives start times from the clock at boot, which may be set right later. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  static Instance of(ProcessHandle process) {
    return new Instance(process.pid(), process.info().startInstant().orElseGet(Instant::now));
  }

  /**
   * The process, if it lives. Java counts those in that have ended and wait for a parent to ask for
   * their exit code, which in a bare container never comes; they have no command any more.
   */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().command().isPresent())
        .filter(this::isSame);
  }

  /** Waits until it has ended. */
  boolean endsBefore(long deadlineNanos) throws InterruptedException {
    while (isAlive()) {
      if (System.nanoTime() - deadlineNanos > 0) {
        return false;
      }
      Thread.sleep(50);
    }
    return true;
  }

  boolean isAlive() {
    return process().isPresent();
  }

  private boolean isSame(ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .map(start -> Duration.between(start, startedAt).abs().compareTo(TOLERANCE) <= 0)
        .orElse(false);
  }
}
