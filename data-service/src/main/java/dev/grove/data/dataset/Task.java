package dev.grove.data.dataset;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a target asks for. */
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
