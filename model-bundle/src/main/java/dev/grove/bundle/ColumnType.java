package dev.grove.bundle;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Stream;

/** What a column holds after cleaning. */
public enum ColumnType {
  /** Any text. */
  STRING,
  /** Whole numbers that fit 64 bits. */
  INTEGER,
  /** IEEE doubles, finite. */
  DOUBLE,
  /** {@code true} or {@code false}, in any case. */
  BOOLEAN,
  /** {@code yyyy-MM-dd}; its number is days since 1970-01-01. */
  DATE,
  /** ISO 8601 date and time, UTC where no offset stands; its number is seconds since the epoch. */
  TIMESTAMP;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if there is none of that name, letter for letter
   */
  @JsonCreator
  public static ColumnType ofWireName(String name) {
    return Stream.of(values())
        .filter(type -> type.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown column type '" + name + "'"));
  }

  /** Whether {@link Row#number} is meaningful for this type. */
  public boolean isNumeric() {
    return this == INTEGER || this == DOUBLE || this == DATE || this == TIMESTAMP;
  }
}
