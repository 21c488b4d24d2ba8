package dev.grove.registry.promotion;

import java.util.Optional;

/** The parameters that all of {@code /promotions}' lists take. */
final class ListQuery {
  private static final int MOST = 1_000;

  private ListQuery() {}

  static int limit(String text) {
    if (text == null) {
      return 100;
    }
    if (!text.matches("[0-9]{1,4}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MOST) {
      throw new InvalidField("limit", "must be a whole number from 1 to " + MOST);
    }
    return Integer.parseInt(text);
  }

  static Optional<String> token(String text) {
    return Optional.ofNullable(text).filter(given -> !given.isEmpty());
  }

  /** A filter's text, or null if there is none. */
  static String text(String field, String value) {
    if (value != null && value.indexOf('\0') >= 0) {
      throw new InvalidField(field, "must not have a NUL");
    }
    return value == null || value.isEmpty() ? null : value;
  }

  static State state(String text) {
    return text == null || text.isEmpty()
        ? null
        : State.find(text)
            .orElseThrow(
                () ->
                    new InvalidField(
                        "state",
                        "must be pending, promoted, refused, rejected, superseded, removed or"
                            + " rolled_back"));
  }
}
