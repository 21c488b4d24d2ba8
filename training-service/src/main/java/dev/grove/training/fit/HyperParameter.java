package dev.grove.training.fit;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;

/**
 * One of LightGBM's parameters that a client may set, and the values that it may have.
 *
 * @param name LightGBM's own
 */
record HyperParameter(String name, Values values) {
  /** What a parameter may be set to. */
  sealed interface Values {
    /** The value as LightGBM reads it; null if it is none. */
    String parse(JsonNode value);

    /** Completes the sentence "must be …". */
    String describe();
  }

  /** Whole numbers, both ends included. */
  record Whole(long least, long most) implements Values {
    @Override
    public String parse(JsonNode value) {
      BigDecimal number = number(value);
      if (number == null
          || number.compareTo(BigDecimal.valueOf(least)) < 0
          || number.compareTo(BigDecimal.valueOf(most)) > 0
          || number.stripTrailingZeros().scale() > 0) {
        return null;
      }
      return Long.toString(number.longValueExact());
    }

    @Override
    public String describe() {
      return "a whole number from %d to %d".formatted(least, most);
    }
  }

  /**
   * Real numbers, both ends included.
   *
   * @param positive whether {@code least} itself, which is 0, is left out
   */
  record Real(double least, double most, boolean positive) implements Values {
    @Override
    public String parse(JsonNode value) {
      BigDecimal exact = number(value);
      if (exact == null) {
        return null;
      }
      double number = exact.doubleValue();
      if (!(number >= least && number <= most) || (positive && number <= 0)) {
        return null;
      }
      return Double.toString(number);
    }

    @Override
    public String describe() {
      String from = positive ? "above 0" : "from " + least;
      return most == Double.MAX_VALUE ? "a number " + from : "a number " + from + " to " + most;
    }
  }

  /** True or false. */
  record Flag() implements Values {
    @Override
    public String parse(JsonNode value) {
      String text = value.asText().toLowerCase(Locale.ROOT);
      boolean known = value.isBoolean() || value.isTextual();
      return known && (text.equals("true") || text.equals("false")) ? text : null;
    }

    @Override
    public String describe() {
      return "true or false";
    }
  }

  /** One of some words. */
  record Word(Set<String> words) implements Values {
    @Override
    public String parse(JsonNode value) {
      return value.isTextual() && words.contains(value.asText()) ? value.asText() : null;
    }

    @Override
    public String describe() {
      return "one of " + String.join(", ", words.stream().sorted().toList());
    }
  }

  /** A JSON number, or a text that spells one, as many clients send them; null if neither. */
  private static BigDecimal number(JsonNode value) {
    if (value.isNumber()) {
      return value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue())
          ? null
          : value.decimalValue();
    }
    if (!value.isTextual() || !value.asText().matches("[+-]?[0-9.]{1,30}([eE][+-]?[0-9]{1,3})?")) {
      return null;
    }
    try {
      return new BigDecimal(value.asText());
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
