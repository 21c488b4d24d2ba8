package dev.grove.bundle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.OptionalLong;

/**
 * The grammar of dates ({@code yyyy-MM-dd}) and timestamps (a date, {@code T} or one blank, {@code
 * HH:mm}, optional {@code :ss} with an optional fraction of 1 to 9 digits, optional {@code Z} or
 * {@code ±HH:mm} up to 18 hours; UTC where none stands).
 */
final class IsoText {
  private static final int DATE_LENGTH = 10;
  private static final int MINUTES_LENGTH = 16;
  private static final int SECONDS_LENGTH = 19;
  private static final int LONGEST_OFFSET_MINUTES = 18 * 60;

  private IsoText() {}

  /** Days since 1970-01-01, or empty if the text is no real day. */
  static OptionalLong epochDay(String text) {
    return text.length() == DATE_LENGTH ? leadingDay(text) : OptionalLong.empty();
  }

  /** The moment, or null if the text is no timestamp. */
  static Instant instant(String text) {
    if (text.length() < MINUTES_LENGTH
        || (text.charAt(10) != 'T' && text.charAt(10) != ' ')
        || text.charAt(13) != ':') {
      return null;
    }
    OptionalLong day = leadingDay(text);
    int hour = number(text, 11, 2);
    int minute = number(text, 14, 2);
    if (day.isEmpty() || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
      return null;
    }
    int end = MINUTES_LENGTH;
    int second = 0;
    int nano = 0;
    if (text.length() > end && text.charAt(end) == ':') {
      second = number(text, 17, 2);
      if (second < 0 || second > 59) {
        return null;
      }
      end = SECONDS_LENGTH;
      if (text.length() > end && text.charAt(end) == '.') {
        int digits = end + 1;
        while (digits < text.length() && isDigit(text.charAt(digits))) {
          digits++;
        }
        int count = digits - end - 1;
        if (count < 1 || count > 9) {
          return null;
        }
        nano = number(text, end + 1, count);
        for (int i = count; i < 9; i++) {
          nano *= 10;
        }
        end = digits;
      }
    }
    int offset = offsetMinutes(text, end);
    return offset == Integer.MIN_VALUE
        ? null
        : Instant.ofEpochSecond(
            day.getAsLong() * 86_400 + hour * 3_600L + (minute - offset) * 60L + second, nano);
  }

  private static OptionalLong leadingDay(String text) {
    int year = number(text, 0, 4);
    int month = number(text, 5, 2);
    int day = number(text, 8, 2);
    boolean real =
        text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && year >= 0
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= YearMonth.of(year, month).lengthOfMonth();
    return real
        ? OptionalLong.of(LocalDate.of(year, month, day).toEpochDay())
        : OptionalLong.empty();
  }

  private static int offsetMinutes(String text, int from) {
    int rest = text.length() - from;
    if (rest == 0 || (rest == 1 && text.charAt(from) == 'Z')) {
      return 0;
    }
    if (rest != 6 || text.charAt(from + 3) != ':') {
      return Integer.MIN_VALUE;
    }
    char sign = text.charAt(from);
    int hours = number(text, from + 1, 2);
    int minutes = number(text, from + 4, 2);
    int total = hours * 60 + minutes;
    if ((sign != '+' && sign != '-')
        || hours < 0
        || minutes < 0
        || minutes > 59
        || total > LONGEST_OFFSET_MINUTES) {
      return Integer.MIN_VALUE;
    }
    return sign == '-' ? -total : total;
  }

  /** So many ASCII digits as a number, or -1 if they are not all there. */
  private static int number(String text, int from, int count) {
    if (from + count > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + count; i++) {
      if (!isDigit(text.charAt(i))) {
        return -1;
      }
      value = value * 10 + text.charAt(i) - '0';
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
