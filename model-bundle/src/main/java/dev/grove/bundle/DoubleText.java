package dev.grove.bundle;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A double's text: the shortest decimal that reads back as the same double, laid out as {@link
 * Double#toString} does it.
 *
 * <p>From Java 19 on this is {@code Double.toString} itself. Java 17 prints one digit too many for
 * some doubles ({@code 2.0E-3} is fine, 2<sup>-44</sup> is not), and a model that was trained there
 * must find the same categories when it is served by a newer Java. The rule is that of Java 19's
 * documentation.
 */
final class DoubleText {
  private static final boolean SHORTEST = Runtime.version().feature() >= 19;

  /** Decimals of up to so many digits are the only ones of their length for their double. */
  private static final int ALWAYS_SHORTEST = 15;

  private DoubleText() {}

  static String of(double value) {
    String text = Double.toString(value);
    return SHORTEST ? text : shortest(value, text);
  }

  /**
   * @param text what {@code Double.toString} made of the value: right, but perhaps too long
   */
  static String shortest(double value, String text) {
    double size = Math.abs(value);
    int length = significantDigits(text);
    if (value == 0 || (length <= ALWAYS_SHORTEST && size >= Double.MIN_NORMAL)) {
      return text;
    }
    BigDecimal exact = new BigDecimal(size);
    int digits = Math.max(length, 2);
    BigDecimal best = nearest(exact, digits, size);
    while (digits > 2) {
      BigDecimal shorter = nearest(exact, --digits, size);
      if (shorter == null) {
        break;
      }
      best = shorter;
    }
    return best == null ? text : (value < 0 ? "-" : "") + layout(best.stripTrailingZeros());
  }

  /** The decimal of so many digits that reads back as the double and is closest to it, or null. */
  private static BigDecimal nearest(BigDecimal exact, int digits, double size) {
    BigDecimal down = exact.round(new MathContext(digits, RoundingMode.DOWN));
    BigDecimal up = exact.round(new MathContext(digits, RoundingMode.UP));
    boolean downReads = down.doubleValue() == size;
    boolean upReads = up.doubleValue() == size;
    if (downReads && upReads) {
      int closer = exact.subtract(down).compareTo(up.subtract(exact));
      boolean even = !down.unscaledValue().testBit(0);
      return closer < 0 || (closer == 0 && even) ? down : up;
    }
    return downReads ? down : upReads ? up : null;
  }

  private static int significantDigits(String text) {
    int exponent = text.indexOf('E');
    int end = exponent < 0 ? text.length() : exponent;
    int first = 0;
    while (first < end && (text.charAt(first) < '1' || text.charAt(first) > '9')) {
      first++;
    }
    int last = end;
    while (last > first && (text.charAt(last - 1) == '0' || text.charAt(last - 1) == '.')) {
      last--;
    }
    int point = text.indexOf('.');
    return last - first - (point > first && point < last ? 1 : 0);
  }

  private static String layout(BigDecimal value) {
    int exponent = value.precision() - value.scale() - 1;
    if (exponent >= -3 && exponent < 7) {
      String plain = value.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String digits = value.unscaledValue().toString();
    String rest = digits.length() == 1 ? "0" : digits.substring(1);
    return digits.charAt(0) + "." + rest + "E" + exponent;
  }
}
