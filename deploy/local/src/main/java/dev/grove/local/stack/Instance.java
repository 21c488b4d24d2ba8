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

  /** The process, if it lives. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
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
