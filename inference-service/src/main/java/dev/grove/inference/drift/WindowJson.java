package dev.grove.inference.drift;

import dev.grove.bundle.drift.CellFinder;
import dev.grove.bundle.drift.ColumnReference;
import dev.grove.inference.Refused;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One replica's counts, to be added to those of others.
 *
 * @param manifestSha256 of the bundle, whose reference says what the cells are
 * @param from and {@code to}: ISO 8601 in UTC
 * @param columns in the reference's order
 */
@RegisterForReflection
record WindowJson(
    String model,
    String version,
    String manifestSha256,
    String from,
    String to,
    long rows,
    List<Column> columns) {
  private static final long MOST_ROWS = 1L << 40;

  /**
   * @param counts of the reference's cells
   */
  @RegisterForReflection
  record Column(String column, String measure, List<Long> counts) {}

  static WindowJson of(DriftWatch watch) {
    Window window = watch.window();
    CellFinder finder = watch.finder();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < finder.watched().size(); i++) {
      ColumnReference reference = finder.watched().get(i);
      List<Long> counts = new ArrayList<>();
      for (int cell = 0; cell < reference.counts().size(); cell++) {
        counts.add(window.counts()[finder.offset(i) + cell]);
      }
      columns.add(new Column(reference.column(), DriftMeters.measure(reference), counts));
    }
    return new WindowJson(
        watch.version().model(),
        watch.version().version(),
        watch.version().manifestSha256(),
        window.from().toString(),
        window.to().toString(),
        window.rows(),
        columns);
  }

  /**
   * The counts, if they are of the version's cells.
   *
   * @param index the window's in its request
   * @throws Refused naming the field that is at fault
   */
  Window toWindow(DriftWatch watch, int index) {
    String field = "windows[" + index + "].";
    if (!watch.version().manifestSha256().equals(manifestSha256)) {
      throw Refused.invalid(
          field + "manifestSha256", "is not that of the version that serves: its cells differ");
    }
    CellFinder finder = watch.finder();
    if (columns == null || columns.size() != finder.watched().size()) {
      throw Refused.invalid(field + "columns", "must be " + finder.watched().size());
    }
    if (rows < 0 || rows > MOST_ROWS) {
      throw Refused.invalid(field + "rows", "must be between 0 and " + MOST_ROWS);
    }
    long[] cells = new long[finder.cells()];
    for (int i = 0; i < columns.size(); i++) {
      copy(columns.get(i), finder, i, field + "columns[" + i + "].counts", cells);
    }
    return new Window(time(from, field + "from"), time(to, field + "to"), rows, cells);
  }

  private void copy(Column column, CellFinder finder, int index, String field, long[] cells) {
    int size = finder.watched().get(index).counts().size();
    if (column == null
        || column.counts() == null
        || column.counts().size() != size
        || column.counts().stream().anyMatch(Objects::isNull)) {
      throw Refused.invalid(field, "must be " + size + " numbers");
    }
    long sum = 0;
    for (int cell = 0; cell < size; cell++) {
      long count = column.counts().get(cell);
      if (count < 0 || count > rows - sum) {
        throw Refused.invalid(field, "must not be negative, nor together more than the rows");
      }
      sum += count;
      cells[finder.offset(index) + cell] = count;
    }
  }

  private static Instant time(String text, String field) {
    try {
      return Instant.parse(Objects.requireNonNullElse(text, ""));
    } catch (DateTimeParseException e) {
      throw Refused.invalid(field, "is no time such as 2026-01-31T23:59:59Z");
    }
  }
}
