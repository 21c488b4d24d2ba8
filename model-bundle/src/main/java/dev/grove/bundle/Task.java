package dev.grove.bundle;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Stream;

/** What a model predicts. */
public enum Task {
  BINARY,
  MULTICLASS,
  REGRESSION,
  RANKING;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if there is none of that name, letter for letter
   */
  @JsonCreator
  public static Task ofWireName(String name) {
    return Stream.of(values())
        .filter(task -> task.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown task '" + name + "'"));
  }

  public boolean isClassification() {
    return this == BINARY || this == MULTICLASS;
  }
}
