package dev.grove.inference.scoring;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** CSV with a header, row by row: a bare empty field is null, {@code ""} is the empty text. */
final class Table implements AutoCloseable {
  private static final int LARGEST_FIELD = 64 << 20;

  private final CsvReader<String[]> csv;
  private final Iterator<String[]> records;
  private final List<String> header;

  Table(InputStream in) throws IOException {
    this.csv =
        CsvReader.builder()
            .maxBufferSize(LARGEST_FIELD)
            .build(new Fields(), new InputStreamReader(in, StandardCharsets.UTF_8));
    this.records = csv.iterator();
    String[] first = next();
    if (first == null) {
      throw new IOException("The table has no header");
    }
    this.header = List.of(first);
  }

  /** The column's place, or -1. */
  int place(String column) {
    return header.indexOf(column);
  }

  /** The next row's fields; null at the end. */
  String[] next() throws IOException {
    try {
      if (!records.hasNext()) {
        return null;
      }
      String[] fields = records.next();
      if (header != null && fields.length != header.size()) {
        throw new IOException("A row of the table has another number of fields than its header");
      }
      return fields;
    } catch (UncheckedIOException | CsvParseException e) {
      throw new IOException("The table broke off", e);
    }
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }

  /** Keeps apart what a plain record does not: nothing between two commas, and {@code ""}. */
  private static final class Fields extends AbstractBaseCsvCallbackHandler<String[]> {
    private final List<String> fields = new ArrayList<>();

    @Override
    protected void handleBegin(long startingLineNumber) {
      fields.clear();
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
      fields.add(length == 0 && !quoted ? null : new String(buffer, offset, length));
    }

    @Override
    protected void handleEmpty() {
      fields.add(null);
    }

    @Override
    protected String[] buildRecord() {
      return fields.toArray(String[]::new);
    }
  }
}
