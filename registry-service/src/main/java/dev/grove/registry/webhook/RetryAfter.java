package dev.grove.registry.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header with which a server asks to be left alone for a while (RFC 9110, 10.2.3). */
final class RetryAfter {
  private RetryAfter() {}

  /** The time from now; nothing if the header is absent, in the past or no such header. */
  static Optional<Duration> parse(String header, Instant now) {
    if (header == null) {
      return Optional.empty();
    }
    String text = header.strip();
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, then)).filter(time -> !time.isNegative());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
