package dev.grove.registry.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a delivery is tried again: after pauses that double, shortened at random so that targets
 * that come back are not met by all at once, and not before the target asks for it within a bound.
 */
record RetryPolicy(
    Duration first, Duration longest, Duration longestAsked, int attempts, RandomGenerator random) {
  private static final int MOST_DOUBLINGS = 30;

  /**
   * The pause; empty if it is given up.
   *
   * @param attempt the one that failed, from 1
   */
  Optional<Duration> pause(int attempt, Optional<Duration> asked) {
    if (attempt >= attempts) {
      return Optional.empty();
    }
    double doubled = (double) first.toMillis() * Math.pow(2, Math.min(attempt - 1, MOST_DOUBLINGS));
    double whole = Math.min(doubled, (double) longest.toMillis());
    long millis = (long) (whole * (0.5 + 0.5 * random.nextDouble()));
    long least = Math.min(asked.orElse(Duration.ZERO).toMillis(), longestAsked.toMillis());
    return Optional.of(Duration.ofMillis(Math.max(millis, least)));
  }
}
