package dev.grove.data.dataset;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a column holds, narrowest first: a column has the first type that fits all its values. */
public enum ColumnType {
  BOOLEAN,
  INTEGER,
  DOUBLE,
  DATE,
  TIMESTAMP,
  STRING;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static ColumnType ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  public boolean isNumber() {
    return this == INTEGER || this == DOUBLE;
  }
}
