package dev.grove.inference.drift;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The place of one version's counts, however often the version is loaded anew. */
final class Watched {
  private final WatchedVersion version;
  private final DriftWatch drift;
  private final AtomicBoolean due = new AtomicBoolean();
  private volatile long lastUsed;

  /**
   * @param drift null if the version has no reference
   */
  Watched(WatchedVersion version, DriftWatch drift) {
    this.version = version;
    this.drift = drift;
  }

  WatchedVersion version() {
    return version;
  }

  /** Null if the version has no reference. */
  DriftWatch drift() {
    return drift;
  }

  /** What it counts, and thereby what memory it takes. */
  int cells() {
    return drift == null ? 0 : drift.finder().cells();
  }

  /** True for the one that must have it collected. */
  boolean becomesDue() {
    return due.compareAndSet(false, true);
  }

  void wasCollected() {
    due.set(false);
  }

  void use(long millis) {
    lastUsed = millis;
  }

  long lastUsed() {
    return lastUsed;
  }

  DriftReport report() {
    return drift != null
        ? drift.report()
        : new DriftReport(
            version,
            DriftState.NO_REFERENCE,
            Instant.ofEpochMilli(lastUsed),
            0,
            Optional.empty(),
            List.of());
  }
}
