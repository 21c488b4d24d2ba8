package dev.grove.inference.serving;

import dev.grove.inference.Refused;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Versions that could not be loaded, so that asking for them again does not load them again at
 * once. Of too many, the oldest are forgotten.
 */
final class VersionFailures {
  private static final int MOST = 1_000;

  private final Clock clock;
  private final Backoff backoff;
  private final Map<ModelVersion, VersionFailure> failures = new LinkedHashMap<>();

  VersionFailures(Clock clock, Backoff backoff) {
    this.clock = clock;
    this.backoff = backoff;
  }

  synchronized Optional<VersionFailure> find(ModelVersion version) {
    return Optional.ofNullable(failures.get(version));
  }

  /** The answer to give without trying again; empty if it may be tried. */
  synchronized Optional<Refused> tooEarly(ModelVersion version) {
    return find(version)
        .filter(failure -> clock.instant().isBefore(failure.retryAt()))
        .map(VersionFailure::answer);
  }

  synchronized void note(ModelVersion version, String reason, Refused answer) {
    VersionFailure last = failures.remove(version);
    int attempts = last == null ? 1 : last.attempts() + 1;
    failures.put(
        version,
        new VersionFailure(
            reason, answer, attempts, clock.instant().plus(backoff.after(attempts))));
    if (failures.size() > MOST) {
      failures.remove(failures.keySet().iterator().next());
    }
  }

  synchronized void forget(ModelVersion version) {
    failures.remove(version);
  }

  /** Those of one model, by version. */
  synchronized Map<String, VersionFailure> of(String model) {
    Map<String, VersionFailure> found = new LinkedHashMap<>();
    failures.forEach(
        (version, failure) -> {
          if (version.model().equals(model)) {
            found.put(version.version(), failure);
          }
        });
    return found;
  }
}
