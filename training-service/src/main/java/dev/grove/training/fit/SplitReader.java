package dev.grove.training.fit;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Reads a part of a split, row by row, into the same {@link Row} that a request goes through.
 *
 * <p>A bare empty field is missing, {@code ""} is the empty text. Nothing else is cleaned again:
 * data-service did that to the texts that were loaded, and the canonical text of a value, such as
 * {@code 999.0} for a loaded {@code 999}, may look like a null token without being one. Rows
 * without a target are passed over.
 */
final class SplitReader implements AutoCloseable {
  private static final int MAX_FIELD = 64 << 20;
  private static final Cleaning CLEAN_ALREADY = new Cleaning(false, List.of());

  private final InputSchema input;
  private final CsvReader<String[]> csv;
  private final Iterator<String[]> records;
  private final int[] places;
  private final int targetPlace;
  private final Row row;
  private final Row target;
  private String[] fields;

  /**
   * @param file plain CSV with a header
   * @param input the columns to read; others are skipped
   * @param target read apart from them
   */
  SplitReader(Path file, InputSchema input, Column target) throws IOException {
    this.input = input;
    this.csv =
        CsvReader.builder()
            .maxBufferSize(MAX_FIELD)
            .build(new Fields(), file, StandardCharsets.UTF_8);
    this.records = csv.iterator();
    List<String> header = records.hasNext() ? Arrays.asList(records.next()) : List.of();
    this.places =
        input.columns().stream().mapToInt(column -> place(header, column.name())).toArray();
    this.targetPlace = place(header, target.name());
    this.row = new InputSchema(input.columns(), CLEAN_ALREADY).newRow();
    this.target = new InputSchema(List.of(target), CLEAN_ALREADY).newRow();
  }

  private static int place(List<String> header, String column) {
    int place = header.indexOf(column);
    if (place < 0) {
      throw new IllegalStateException("The split has no column '" + column + "'");
    }
    return place;
  }

  /** Steps to the next row that has a target; false at the end. */
  boolean next() {
    while (records.hasNext()) {
      fields = records.next();
      target.clear();
      target.setText(0, fields[targetPlace]);
      if (target.text(0) != null) {
        row.clear();
        for (int column = 0; column < places.length; column++) {
          row.setText(column, fields[places[column]]);
        }
        return true;
      }
    }
    return false;
  }

  /** The current row, cleaned; the same object each time. */
  Row row() {
    return row;
  }

  /** The current target as text; never null. */
  String targetText() {
    return target.text(0);
  }

  /** The current target as a number; NaN if its column holds none. */
  double targetNumber() {
    return target.number(0);
  }

  /** The current row's field as it stood in the file; null if missing. */
  String raw(int column) {
    return fields[places[column]];
  }

  InputSchema input() {
    return input;
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }

  /** Keeps apart what {@code CsvRecord} does not: nothing between two commas, and {@code ""}. */
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
