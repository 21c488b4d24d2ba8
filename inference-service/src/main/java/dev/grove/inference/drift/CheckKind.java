package dev.grove.inference.drift;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What about a column is compared: an effect size, and the test that goes with it. */
public enum CheckKind {
  /** Values move: the largest distance of the cumulated shares; Kolmogorov-Smirnov. */
  SHIFT,
  /** The shape changes: Jensen-Shannon distance; chi-square. */
  SHAPE,
  /** One cell's share changes: its difference; Fisher's exact test of each cell. */
  SHARE;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
