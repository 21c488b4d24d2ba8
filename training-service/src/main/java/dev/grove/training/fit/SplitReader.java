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
  private final Column targetColumn;
  private final GroupSplit groups;
  private final String part;
  private final Iterator<Path> files;
  private final Row row;
  private final Row target;
  private final Row group;
  private CsvReader<String[]> csv;
  private Iterator<String[]> records;
  private int[] places;
  private int targetPlace;
  private int groupPlace;
  private String[] fields;

  /**
   * @param file plain CSV with a header
   * @param input the columns to read; others are skipped
   * @param target read apart from them
   */
  SplitReader(Path file, InputSchema input, Column target) throws IOException {
    this(List.of(file), input, target, null, null);
  }

  /**
   * As above, from several files, the rows of those groups that belong to the part.
   *
   * @param files one at least, with the same header
   * @param groups null takes every row
   */
  SplitReader(List<Path> files, InputSchema input, Column target, GroupSplit groups, String part)
      throws IOException {
    this.input = input;
    this.targetColumn = target;
    this.groups = groups;
    this.part = part;
    this.row = new InputSchema(input.columns(), CLEAN_ALREADY).newRow();
    this.target = single(target);
    this.group = groups == null ? null : single(groups.column());
    this.files = files.iterator();
    open(this.files.next());
  }

  private static Row single(Column column) {
    return new InputSchema(List.of(column), CLEAN_ALREADY).newRow();
  }

  private void open(Path file) throws IOException {
    csv =
        CsvReader.builder()
            .maxBufferSize(MAX_FIELD)
            .build(new Fields(), file, StandardCharsets.UTF_8);
    records = csv.iterator();
    List<String> header = records.hasNext() ? Arrays.asList(records.next()) : List.of();
    places = input.columns().stream().mapToInt(column -> place(header, column.name())).toArray();
    targetPlace = place(header, targetColumn.name());
    groupPlace = groups == null ? -1 : place(header, groups.column().name());
  }

  private static int place(List<String> header, String column) {
    int place = header.indexOf(column);
    if (place < 0) {
      throw new IllegalStateException("The split has no column '" + column + "'");
    }
    return place;
  }

  /** Steps to the next row that has a target; false at the end. */
  boolean next() throws IOException {
    while (records.hasNext() || openNext()) {
      if (!records.hasNext()) {
        continue;
      }
      fields = records.next();
      target.clear();
      target.setText(0, fields[targetPlace]);
      if (target.text(0) != null && isOfPart()) {
        row.clear();
        for (int column = 0; column < places.length; column++) {
          row.setText(column, fields[places[column]]);
        }
        return true;
      }
    }
    return false;
  }

  private boolean openNext() throws IOException {
    if (!files.hasNext()) {
      return false;
    }
    csv.close();
    open(files.next());
    return true;
  }

  private boolean isOfPart() {
    if (groups == null) {
      return true;
    }
    group.clear();
    group.setText(0, fields[groupPlace]);
    return group.text(0) != null && groups.partOf(group.text(0)).equals(part);
  }

  /** The current row's group; null where rows stand for themselves. */
  String group() {
    return group == null ? null : group.text(0);
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
