package dev.grove.bundle;

import java.util.List;

/**
 * The raw columns that a model takes, their types and their cleaning: {@code input.json}. The
 * target is not among them.
 */
public record InputSchema(List<Column> columns, Cleaning cleaning) {
  public InputSchema {
    columns = List.copyOf(columns);
  }

  /** The column's place in a {@link Row}, or -1 if there is no such column. */
  public int indexOf(String column) {
    throw new UnsupportedOperationException();
  }

  /** A row in which every value is missing. */
  public Row newRow() {
    throw new UnsupportedOperationException();
  }
}
