package dev.grove.bundle.drift;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Stream;

/** Which number of a column, or of an answer, is counted in bins. */
public enum Measure {
  /** A number or a time itself. */
  VALUE,
  /** A text's characters. */
  LENGTH,
  /** A text's words. */
  WORDS,
  /** The share of a text's words that the reference has not. */
  NEW_WORDS,
  /** A predicted number or score. */
  PREDICTION,
  /** The probability of the predicted class. */
  CONFIDENCE;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if there is none of that name, letter for letter
   */
  @JsonCreator
  public static Measure ofWireName(String name) {
    return Stream.of(values())
        .filter(measure -> measure.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown measure '" + name + "'"));
  }

  /** Whether a text is what is measured. */
  public boolean isOfText() {
    return this == LENGTH || this == WORDS || this == NEW_WORDS;
  }
}
