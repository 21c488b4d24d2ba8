package dev.grove.bundle;

import java.util.List;

/**
 * The row-wise cleaning that data-service did to each field and that every request's field goes
 * through again: first blanks at both ends go (if {@code trim}), then a field that equals one of
 * the null tokens, letter for letter, is missing.
 *
 * <p>Blank is every character for which {@link Character#isWhitespace} or {@link
 * Character#isSpaceChar} holds, and U+FEFF.
 */
public record Cleaning(boolean trim, List<String> nullTokens) {
  /** More tokens than this are not taken. */
  public static final int MAX_NULL_TOKENS = 1_000;

  /** What applies where nothing else was asked for. */
  public static final Cleaning DEFAULT =
      new Cleaning(
          true,
          List.of(
              "", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NULL", "null", "None", "?"));

  private static final char BYTE_ORDER_MARK = 0xFEFF;

  public Cleaning {
    nullTokens = List.copyOf(nullTokens);
    if (nullTokens.size() > MAX_NULL_TOKENS) {
      throw new IllegalArgumentException("nullTokens: more than " + MAX_NULL_TOKENS);
    }
  }

  /** Whether trimming drops the character. A zero-width space, for one, is not blank. */
  public static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == BYTE_ORDER_MARK;
  }

  /** The text without blanks at both ends. */
  public static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }
}
