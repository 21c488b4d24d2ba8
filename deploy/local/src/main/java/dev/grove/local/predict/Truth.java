package dev.grove.local.predict;

import java.util.Locale;
import java.util.Set;

/** The true values of a file, which are as raw as the rest of it. */
final class Truth {
  /** data-service's default tokens for a missing value. */
  private static final Set<String> MISSING =
      Set.of("", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NULL", "null", "None", "?");

  private Truth() {}

  /** The value without blanks around it; null if it is missing. */
  static String clean(String raw) {
    String text = trim(raw);
    return MISSING.contains(text) ? null : text;
  }

  /** Drops what data-service takes for blanks at both ends. */
  static String trim(String raw) {
    int start = 0;
    int end = raw.length();
    while (start < end && isBlank(raw.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(raw.charAt(end - 1))) {
      end--;
    }
    return raw.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\ufeff';
  }

  /** Whether the label means the same: letter for letter, or as numbers or booleans do. */
  static boolean is(String truth, String label) {
    if (truth.equals(label)) {
      return true;
    }
    String folded = truth.toLowerCase(Locale.ROOT);
    if (folded.equals("true") || folded.equals("false")) {
      return folded.equals(label);
    }
    Double number = number(truth);
    return number != null && number.equals(number(label));
  }

  /** The text as a number; null if it is none. */
  static Double number(String text) {
    return text.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")
        ? Double.valueOf(text)
        : null;
  }
}
