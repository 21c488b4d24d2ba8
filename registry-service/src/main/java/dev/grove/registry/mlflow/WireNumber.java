package dev.grove.registry.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Numbers as protobuf's JSON mapping writes them, as numbers or as texts.
 *
 * <p>The work is bounded by the text's length: an exponent never makes a number of a million
 * digits.
 */
final class WireNumber {
  private static final int LONGEST = 400;
  private static final int DIGITS_OF_A_LONG = 19;
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,19}");
  private static final Pattern REAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,9})?");

  private WireNumber() {}

  /** A 64-bit integer; nothing if it is none, or out of range. */
  static OptionalLong integer(JsonNode value) {
    if (value.isTextual() && !INTEGER.matcher(value.textValue()).matches()) {
      return OptionalLong.empty();
    }
    boolean infinite = value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue());
    if (infinite || !(value.isNumber() || value.isTextual())) {
      return OptionalLong.empty();
    }
    BigDecimal number = value.isNumber() ? value.decimalValue() : new BigDecimal(value.textValue());
    if (number.signum() == 0) {
      return OptionalLong.of(0);
    }
    BigDecimal whole = number.stripTrailingZeros();
    boolean fits =
        whole.scale() <= 0 && (long) whole.precision() - whole.scale() <= DIGITS_OF_A_LONG;
    return fits && whole.toBigInteger().bitLength() < Long.SIZE
        ? OptionalLong.of(whole.longValue())
        : OptionalLong.empty();
  }

  /** A double, NaN and infinities among them; nothing if it is none. */
  static OptionalDouble real(JsonNode value) {
    if (value.isNumber()) {
      return OptionalDouble.of(value.doubleValue());
    }
    String text = value.isTextual() ? value.textValue() : "";
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> OptionalDouble.of(Double.NaN);
      case "infinity", "inf" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
      case "-infinity", "-inf" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
      default ->
          text.length() <= LONGEST && REAL.matcher(text).matches()
              ? OptionalDouble.of(Double.parseDouble(text))
              : OptionalDouble.empty();
    };
  }
}
