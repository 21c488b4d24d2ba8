package dev.grove.bundle;

import java.math.BigDecimal;

/** The grammar of numbers: ASCII digits, sign, point, exponent, and nothing else of Java's own. */
final class NumberText {
  /** A number's text that is longer than this is never looked at digit by digit. */
  private static final int LONGEST_EXACT = 64;

  private static final double TWO_TO_53 = 0x1p53;
  private static final double TWO_TO_63 = 0x1p63;

  private NumberText() {}

  /** Whether the text is {@code [+-]?[0-9]+}. */
  static boolean isInteger(String text) {
    int start = sign(text);
    return start < text.length() && digits(text, start) == text.length();
  }

  /** Whether the text is {@code [+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?}. */
  static boolean isNumber(String text) {
    int start = sign(text);
    int end = digits(text, start);
    int mantissa = end - start;
    if (end < text.length() && text.charAt(end) == '.') {
      int fraction = digits(text, end + 1);
      mantissa += fraction - end - 1;
      end = fraction;
    }
    if (mantissa == 0) {
      return false;
    }
    if (end == text.length()) {
      return true;
    }
    if (text.charAt(end) != 'e' && text.charAt(end) != 'E') {
      return false;
    }
    int exponent = end + 1;
    if (exponent < text.length() && isSign(text.charAt(exponent))) {
      exponent++;
    }
    return exponent < text.length() && digits(text, exponent) == text.length();
  }

  /**
   * The whole number that the text stands for, or null if it stands for a fraction or for more than
   * 64 bits.
   *
   * @param text a number by {@link #isNumber}
   * @param value the same as a double
   */
  static Long whole(String text, double value) {
    if (value != Math.rint(value) || Math.abs(value) > TWO_TO_63) {
      return null;
    }
    if (Math.abs(value) < TWO_TO_53) {
      return (long) value;
    }
    try {
      if (isInteger(text)) {
        return Long.parseLong(text);
      }
      return text.length() > LONGEST_EXACT ? null : (Long) new BigDecimal(text).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      return null; // a fraction, or beyond 64 bits
    }
  }

  private static int sign(String text) {
    return !text.isEmpty() && isSign(text.charAt(0)) ? 1 : 0;
  }

  private static boolean isSign(char c) {
    return c == '+' || c == '-';
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
