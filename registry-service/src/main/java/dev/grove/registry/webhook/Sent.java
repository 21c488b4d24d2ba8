package dev.grove.registry.webhook;

import java.time.Duration;
import java.util.Optional;

/**
 * What a target answered.
 *
 * @param body the first part of it
 * @param retryAfter how long the target asks to be left alone
 */
record Sent(int status, String body, Optional<Duration> retryAfter) {
  boolean arrived() {
    return status >= 200 && status < 300;
  }

  /** Why it did not arrive. */
  String error() {
    String why = "The target answered " + status;
    return status / 100 == 3 ? why + ": redirects are not followed" : why;
  }
}
