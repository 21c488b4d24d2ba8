package dev.grove.data.ingest;

import java.util.List;

/** One row of a CSV file; its line counts physical lines from 1. */
sealed interface CsvRow {
  long line();

  /** A row that follows the rules. */
  record Fields(long line, List<Field> fields) implements CsvRow {}

  /**
   * A row that does not.
   *
   * @param reason a phrase that can follow "this row ..."
   */
  record Malformed(long line, String reason) implements CsvRow {}

  /**
   * A field as it stood.
   *
   * @param quoted whether it stood in quotes, which are not part of the text
   */
  record Field(String text, boolean quoted) {}
}
