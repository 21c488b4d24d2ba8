package dev.grove.bundle.features;

import java.util.Locale;

/**
 * Lower case as Python's {@code str.lower} makes it, which is Unicode's. Java's differs in one
 * point: where a capital sigma ends a word it asks a break iterator, whose answer depends on locale
 * data.
 */
final class LowerCase {
  private static final char CAPITAL_SIGMA = 'Σ';
  private static final char SIGMA = 'σ';
  private static final char FINAL_SIGMA = 'ς';

  private static final int IGNORABLE_TYPES =
      (1 << Character.NON_SPACING_MARK)
          | (1 << Character.ENCLOSING_MARK)
          | (1 << Character.FORMAT)
          | (1 << Character.MODIFIER_LETTER)
          | (1 << Character.MODIFIER_SYMBOL);

  /** Unicode's Word_Break classes MidLetter, MidNumLet and Single_Quote. */
  private static final String INSIDE_WORDS =
      "':.\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

  private LowerCase() {}

  /** The text itself if nothing changes. */
  static String of(String text) {
    int sigma = text.indexOf(CAPITAL_SIGMA);
    if (sigma < 0) {
      return text.toLowerCase(Locale.ROOT);
    }
    StringBuilder lower = new StringBuilder(text.length());
    int start = 0;
    while (sigma >= 0) {
      lower.append(text.substring(start, sigma).toLowerCase(Locale.ROOT));
      lower.append(endsWord(text, sigma) ? FINAL_SIGMA : SIGMA);
      start = sigma + 1;
      sigma = text.indexOf(CAPITAL_SIGMA, start);
    }
    return lower.append(text.substring(start).toLowerCase(Locale.ROOT)).toString();
  }

  /** Whether a cased letter comes before and none after, ignorable characters left aside. */
  private static boolean endsWord(String text, int sigma) {
    int before = sigma;
    while (before > 0 && isIgnorable(text.codePointBefore(before))) {
      before -= Character.charCount(text.codePointBefore(before));
    }
    if (before == 0 || !isCased(text.codePointBefore(before))) {
      return false;
    }
    int after = sigma + 1;
    while (after < text.length() && isIgnorable(text.codePointAt(after))) {
      after += Character.charCount(text.codePointAt(after));
    }
    return after == text.length() || !isCased(text.codePointAt(after));
  }

  private static boolean isCased(int c) {
    return Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c);
  }

  private static boolean isIgnorable(int c) {
    return ((IGNORABLE_TYPES >>> Character.getType(c)) & 1) != 0 || INSIDE_WORDS.indexOf(c) >= 0;
  }
}
