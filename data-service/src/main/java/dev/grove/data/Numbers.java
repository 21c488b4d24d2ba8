package dev.grove.data;

import java.util.Optional;

/** Numbers of query parameters, read at the door so that a bad one is a 400 and names itself. */
public final class Numbers {
  private Numbers() {}

  /**
   * A whole number between two bounds, both allowed; empty if the parameter is absent.
   *
   * @throws InvalidInput naming the parameter and the bounds
   */
  public static Optional<Long> wholeNumber(String field, String text, long least, long most) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return Optional.of(value);
      }
    } catch (NumberFormatException e) {
      // Told below, together with numbers out of bounds.
    }
    throw new InvalidInput(field, "must be a whole number from " + least + " to " + most);
  }
}
