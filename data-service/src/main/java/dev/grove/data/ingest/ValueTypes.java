package dev.grove.data.ingest;

import dev.grove.data.dataset.ColumnType;
import java.math.BigDecimal;
import java.time.LocalDate;

/** Which texts are values of which type, and which texts mean the same value. */
final class ValueTypes {
  /** A whole number of more digits than this is told apart by its text, to bound the work. */
  private static final int MAX_EXACT_DIGITS = 400;

  private ValueTypes() {}

  /** Whether a cleaned field is a value of the type. */
  static boolean fits(ColumnType type, String text) {
    return switch (type) {
      case BOOLEAN -> isWord(text, "true") || isWord(text, "false");
      case INTEGER -> isInteger(text);
      case DOUBLE -> isDouble(text);
      case DATE -> parseDate(text) != null;
      case TIMESTAMP -> TimestampText.parse(text) != null;
      case STRING -> true;
    };
  }

  static boolean parseBoolean(String text) {
    return isWord(text, "true");
  }

  private static boolean isWord(String text, String lowerCase) {
    if (text.length() != lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != lowerCase.charAt(i) && c != lowerCase.charAt(i) - 32) {
        return false;
      }
    }
    return true;
  }

  private static int afterSign(String text) {
    return !text.isEmpty() && (text.charAt(0) == '+' || text.charAt(0) == '-') ? 1 : 0;
  }

  static boolean isDigit(String text, int index) {
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }

  private static int afterDigits(String text, int from) {
    int i = from;
    while (isDigit(text, i)) {
      i++;
    }
    return i;
  }

  private static boolean hasSuperfluousZero(String text) {
    int first = afterSign(text);
    return isDigit(text, first) && text.charAt(first) == '0' && isDigit(text, first + 1);
  }

  /** Whether a text is a whole number, of any size. */
  static boolean isWholeNumber(String text) {
    int first = afterSign(text);
    return isDigit(text, first) && afterDigits(text, first) == text.length();
  }

  private static boolean isInteger(String text) {
    if (!isWholeNumber(text) || hasSuperfluousZero(text) || text.length() > 20) {
      return false;
    }
    if (text.length() < 19) {
      return true;
    }
    try {
      Long.parseLong(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isDouble(String text) {
    int first = afterSign(text);
    int point = afterDigits(text, first);
    int end = point;
    if (point < text.length() && text.charAt(point) == '.') {
      end = afterDigits(text, point + 1);
      if (point == first && end == point + 1) {
        return false;
      }
    } else if (point == first) {
      return false;
    }
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int exponent = end + 1;
      if (exponent < text.length()
          && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
        exponent++;
      }
      if (!isDigit(text, exponent)) {
        return false;
      }
      end = afterDigits(text, exponent);
    }
    return end == text.length()
        && !hasSuperfluousZero(text)
        && Double.isFinite(Double.parseDouble(text));
  }

  /** The day, or null if the text is none. */
  static LocalDate parseDate(String text) {
    return text.length() == 10 ? dateAtStart(text) : null;
  }

  /** The day that a text begins with as {@code yyyy-MM-dd}, or null. */
  static LocalDate dateAtStart(String text) {
    if (text.length() < 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return null;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    if (year < 0 || month < 1 || month > 12 || day < 1) {
      return null;
    }
    return day <= java.time.YearMonth.of(year, month).lengthOfMonth()
        ? LocalDate.of(year, month, day)
        : null;
  }

  /** The number that some digits make, or -1 if there is something else among them. */
  static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(text, i)) {
        return -1;
      }
      value = value * 10 + text.charAt(i) - '0';
    }
    return value;
  }

  /** The text that models see for a value: one text for one value. */
  static String canonical(ColumnType type, String text) {
    return switch (type) {
      case BOOLEAN -> Boolean.toString(parseBoolean(text));
      case INTEGER -> Long.toString(Long.parseLong(text));
      case DOUBLE -> Double.toString(Double.parseDouble(text));
      case DATE, STRING -> text;
      case TIMESTAMP -> TimestampText.parse(text).toString();
    };
  }

  /**
   * What tells keys apart. Like {@link #canonical}, but numbers that are too large for a double's
   * digits stay different: identifiers of 20 digits must not become duplicates.
   */
  static String identity(ColumnType type, String text) {
    if (type != ColumnType.DOUBLE || text.length() > MAX_EXACT_DIGITS) {
      return canonical(type == ColumnType.DOUBLE ? ColumnType.STRING : type, text);
    }
    BigDecimal exact = exactly(text);
    return exact == null ? text : exact.toString();
  }

  private static BigDecimal exactly(String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    } catch (ArithmeticException | NumberFormatException e) {
      return null; // An exponent beyond what BigDecimal holds.
    }
  }
}
