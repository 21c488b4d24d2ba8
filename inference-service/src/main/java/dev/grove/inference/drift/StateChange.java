package dev.grove.inference.drift;

import java.time.Instant;

/** A model's traffic has come to stand otherwise to its reference. */
record StateChange(
    WatchedVersion version, DriftState from, DriftState to, Instant at, Verdict verdict) {
  /** Whether it begins, ends, worsens or eases what somebody should look at. */
  boolean concernsAlarm() {
    return from.isAlarm() || to.isAlarm();
  }
}
