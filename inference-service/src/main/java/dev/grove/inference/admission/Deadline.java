package dev.grove.inference.admission;

import dev.grove.inference.Refused;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Until when a client waits, as its request's headers tell: Grove's own, gRPC's, or the one that
 * Envoy adds. Where several stand, the nearest counts.
 *
 * @param nanos on the scale of {@link System#nanoTime}
 */
public record Deadline(long nanos) {
  /** Whole milliseconds from the request's arrival. */
  public static final String HEADER = "X-Grove-Deadline-Ms";

  private static final String GRPC = "grpc-timeout";
  private static final String ENVOY = "x-envoy-expected-rq-timeout-ms";
  private static final int MOST_DIGITS = 8;

  /**
   * The nearest deadline of a request, or null if it has none. Gateways' headers that cannot be read
   * are passed over, for the client may know nothing of them.
   *
   * @param headers a header's value by its name, or null
   * @param now when the request arrived
   * @throws Refused if Grove's own header is no number of 1 to 8 digits
   */
  public static Deadline of(UnaryOperator<String> headers, long now) {
    String own = headers.apply(HEADER);
    String grpc = headers.apply(GRPC);
    String envoy = headers.apply(ENVOY);
    if (own == null && grpc == null && envoy == null) {
      return null;
    }
    long nearest = Long.MAX_VALUE;
    if (own != null) {
      nearest = digits(own, own.length());
      if (nearest < 0) {
        throw Refused.invalidAt(
            HEADER, "Header " + HEADER + " must be a number of milliseconds, at most 99999999");
      }
      nearest = TimeUnit.MILLISECONDS.toNanos(nearest);
    }
    if (grpc != null) {
      nearest = Math.min(nearest, grpcNanos(grpc));
    }
    if (envoy != null) {
      long millis = digits(envoy, envoy.length());
      // Envoy writes 0 where it waits for ever.
      nearest = millis <= 0 ? nearest : Math.min(nearest, TimeUnit.MILLISECONDS.toNanos(millis));
    }
    return nearest == Long.MAX_VALUE ? null : new Deadline(now + nearest);
  }

  private static long grpcNanos(String text) {
    TimeUnit unit =
        switch (text.isEmpty() ? ' ' : text.charAt(text.length() - 1)) {
          case 'H' -> TimeUnit.HOURS;
          case 'M' -> TimeUnit.MINUTES;
          case 'S' -> TimeUnit.SECONDS;
          case 'm' -> TimeUnit.MILLISECONDS;
          case 'u' -> TimeUnit.MICROSECONDS;
          case 'n' -> TimeUnit.NANOSECONDS;
          default -> null;
        };
    long amount = unit == null ? -1 : digits(text, text.length() - 1);
    return amount < 0 ? Long.MAX_VALUE : Math.min(unit.toNanos(amount), TimeUnit.DAYS.toNanos(365));
  }

  /** The number that the first characters are, or -1. */
  private static long digits(String text, int length) {
    if (length < 1 || length > MOST_DIGITS) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < length; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** What is left of it; zero or less once it has passed. */
  public long remainingNanos(long now) {
    return nanos - now;
  }

  public boolean isPast(long now) {
    return nanos - now <= 0;
  }
}
