package dev.grove.bundle;

import java.util.Objects;

/** A named, typed input column. */
public record Column(String name, ColumnType type) {
  public Column {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }
}
