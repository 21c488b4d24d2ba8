package dev.grove.data.ingest;

import dev.grove.data.InvalidInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Opens a received source as often as it takes, and finds out what its columns are. */
final class SourceReader {
  /** Without a header, a well-formed row must stand among as many at the beginning. */
  private static final int ROWS_LOOKED_AT = 1_000;

  private final SourceFile file;
  private final UploadOptions options;
  private final IngestConfig config;

  SourceReader(SourceFile file, UploadOptions options, IngestConfig config) {
    this.file = file;
    this.options = options;
    this.config = config;
  }

  /**
   * The names of the columns.
   *
   * @throws InvalidInput if the source is empty, or has no header that can be read
   */
  List<String> columnNames() throws IOException {
    try (CsvParser parser = open()) {
      CsvRow row = parser.next();
      if (row == null) {
        throw new InvalidInput("body", "the table is empty");
      }
      for (int i = 0; !options.header() && i < ROWS_LOOKED_AT; i++) {
        if (row instanceof CsvRow.Fields) {
          break;
        }
        CsvRow next = parser.next();
        row = next == null ? row : next;
      }
      if (row instanceof CsvRow.Malformed flaw) {
        String what = options.header() ? "the header" : "no row can be read: the row";
        throw new InvalidInput("body", what + " at line " + flaw.line() + " " + flaw.reason());
      }
      return names(((CsvRow.Fields) row).fields());
    }
  }

  private List<String> names(List<CsvRow.Field> fields) {
    if (fields.size() > config.maxColumns()) {
      throw new InvalidInput("body", "the table has more than " + config.maxColumns() + " columns");
    }
    return options.header()
        ? SourceLayout.header(fields, options.trim())
        : SourceLayout.numbered(fields.size());
  }

  /** A parser that stands before the first row of data. */
  CsvParser rows() throws IOException {
    CsvParser parser = open();
    if (options.header()) {
      parser.next();
    }
    return parser;
  }

  private CsvParser open() throws IOException {
    return new CsvParser(
        new BufferedInputStream(Files.newInputStream(file.path()), 1 << 16),
        options.encoding(),
        options.delimiter(),
        config.maxRowChars());
  }
}
