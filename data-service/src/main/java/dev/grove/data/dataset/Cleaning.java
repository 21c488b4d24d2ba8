package dev.grove.data.dataset;

import java.util.List;

/** What was done to each field, and what a model must do to a request's: trim, then null tokens. */
public record Cleaning(boolean trim, List<String> nullTokens) {
  /** The texts that mean "missing" unless the client names others. */
  public static final List<String> DEFAULT_NULL_TOKENS =
      List.of("", "#N/A", "<NA>", "?", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null");

  public Cleaning {
    nullTokens = List.copyOf(nullTokens);
  }

  /** Whether a character is dropped at the ends of a field. */
  public static boolean isBlank(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == 0xFEFF;
  }

  /** The text without the blanks at both of its ends. */
  public static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }
}
