package dev.grove.data.ingest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * Reads {@code yyyy-MM-dd}, {@code T} or one blank, {@code HH:mm}, optional {@code :ss} with an
 * optional fraction of 1 to 9 digits, optional {@code Z} or {@code ±HH:mm}; UTC where no offset
 * stands. By hand, because most of what is tried is no timestamp, and exceptions are slow.
 */
final class TimestampText {
  private static final int SHORTEST = "yyyy-MM-ddTHH:mm".length();
  private static final int LONGEST = "yyyy-MM-ddTHH:mm:ss.123456789+HH:mm".length();

  private TimestampText() {}

  /** The moment, or null if the text is none. */
  static Instant parse(String text) {
    if (text.length() < SHORTEST || text.length() > LONGEST) {
      return null;
    }
    LocalDate date = ValueTypes.dateAtStart(text);
    char separator = text.charAt(10);
    if (date == null || (separator != 'T' && separator != ' ') || text.charAt(13) != ':') {
      return null;
    }
    int hour = ValueTypes.number(text, 11, 13);
    int minute = ValueTypes.number(text, 14, 16);
    int second = 0;
    int nanos = 0;
    int at = 16;
    if (at < text.length() && text.charAt(at) == ':') {
      second = text.length() < 19 ? -1 : ValueTypes.number(text, 17, 19);
      at = 19;
      if (at < text.length() && text.charAt(at) == '.') {
        int end = at + 1;
        while (ValueTypes.isDigit(text, end) && end - at <= 9) {
          nanos = nanos * 10 + text.charAt(end) - '0';
          end++;
        }
        int digits = end - at - 1;
        for (int i = digits; i < 9; i++) {
          nanos *= 10;
        }
        second = digits == 0 ? -1 : second;
        at = end;
      }
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
      return null;
    }
    ZoneOffset offset = offset(text, at);
    return offset == null
        ? null
        : date.atTime(LocalTime.of(hour, minute, second, nanos)).toInstant(offset);
  }

  private static ZoneOffset offset(String text, int at) {
    int left = text.length() - at;
    if (left == 0 || (left == 1 && text.charAt(at) == 'Z')) {
      return ZoneOffset.UTC;
    }
    if (left != 6 || text.charAt(at + 3) != ':') {
      return null;
    }
    char sign = text.charAt(at);
    int hours = ValueTypes.number(text, at + 1, at + 3);
    int minutes = ValueTypes.number(text, at + 4, at + 6);
    if ((sign != '+' && sign != '-') || hours < 0 || minutes < 0) {
      return null;
    }
    try {
      return sign == '+'
          ? ZoneOffset.ofHoursMinutes(hours, minutes)
          : ZoneOffset.ofHoursMinutes(-hours, -minutes);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
