package dev.grove.inference.predict;

import java.util.Locale;

/** Who gave an answer. */
public enum ServedBy {
  /** The model's own forest. */
  MODEL;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }
}
