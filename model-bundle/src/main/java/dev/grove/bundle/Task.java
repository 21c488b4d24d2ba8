package dev.grove.bundle;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a model predicts. */
public enum Task {
  BINARY,
  MULTICLASS,
  REGRESSION;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static Task ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  public boolean isClassification() {
    return this != REGRESSION;
  }
}
