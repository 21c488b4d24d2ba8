package dev.grove.data.ingest;

import dev.grove.data.InvalidInput;
import dev.grove.data.dataset.Column;
import dev.grove.data.dataset.DuckDb;
import dev.grove.data.dataset.Staging;
import dev.grove.data.dataset.TableSchema;
import dev.grove.data.dataset.Task;
import dev.grove.data.dataset.VersionOptions;
import dev.grove.data.quality.Profile;
import dev.grove.data.quality.Profiler;
import dev.grove.data.split.DefaultSplit;
import dev.grove.data.split.SplitSizes;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;

/**
 * Turns a source into a table's files, going through the rows a few times on disk rather than once
 * in memory: clean and find the types; find duplicates; divide; write.
 */
final class TableLoader {
  private final SourceReader source;
  private final SourceLayout layout;
  private final VersionOptions options;
  private final Staging staging;
  private final int maxRejectedKept;
  private final List<String> warnings = new ArrayList<>();

  TableLoader(
      SourceReader source,
      SourceLayout layout,
      VersionOptions options,
      Staging staging,
      int maxRejectedKept) {
    this.source = source;
    this.layout = layout;
    this.options = options;
    this.staging = staging;
    this.maxRejectedKept = maxRejectedKept;
  }

  /**
   * Leaves the files in the staged table.
   *
   * @throws InvalidInput if not one row can be taken
   */
  LoadedTable load(DuckDb duckDb) throws IOException, SQLException {
    RejectedRows rejected = new RejectedRows(maxRejectedKept);
    List<TypeInference> types = inferences();
    CleanRows rows = clean(rejected, types);
    try (DuckDBConnection connection =
        duckDb.inFile(staging.scratch("engine.db"), staging.scratch("engine"))) {
      Duplicates duplicates =
          Duplicates.find(
              connection,
              rows,
              layout.key(),
              layout.key() < 0 ? null : types.get(layout.key()).type());
      if (duplicates.count() > 0) {
        types = inferences();
        List<TypeInference> remaining = types;
        duplicates.forEachOther(rows, (ordinal, values) -> addAll(remaining, values));
      }
      warnOfLostDigits(types);
      return write(connection, rows, duplicates, types, rejected);
    }
  }

  private List<TypeInference> inferences() {
    return Stream.generate(TypeInference::new).limit(layout.kept().size()).toList();
  }

  private static void addAll(List<TypeInference> types, String[] values) {
    for (int i = 0; i < values.length; i++) {
      types.get(i).add(values[i]);
    }
  }

  private CleanRows clean(RejectedRows rejected, List<TypeInference> types) throws IOException {
    FieldCleaner cleaner = new FieldCleaner(options.cleaning());
    CleanRows.Writer writer = new CleanRows.Writer(staging.scratch("rows"), layout.kept().size());
    try (writer;
        CsvParser parser = source.rows()) {
      String[] values = new String[layout.kept().size()];
      for (CsvRow row = parser.next(); row != null; row = parser.next()) {
        String reason = take(row, cleaner, values);
        if (reason == null) {
          writer.add(values);
          addAll(types, values);
        } else {
          rejected.add(row.line(), reason, parser.shownText());
        }
      }
    }
    CleanRows rows = writer.rows();
    if (rows.count() == 0) {
      throw noRows(rejected);
    }
    return rows;
  }

  private static InvalidInput noRows(RejectedRows rejected) {
    if (rejected.count() == 0) {
      return new InvalidInput("body", "the table has a header and no rows");
    }
    RejectedRow first = rejected.kept().get(0);
    return new InvalidInput(
        "body",
        "not one of %d rows can be taken; the first, at line %d, %s"
            .formatted(rejected.count(), first.line(), first.reason()));
  }

  /** Cleans a row into {@code values}; tells why not, or null. */
  private String take(CsvRow row, FieldCleaner cleaner, String[] values) {
    if (!(row instanceof CsvRow.Fields fields)) {
      return ((CsvRow.Malformed) row).reason();
    }
    int expected = layout.names().size();
    if (fields.fields().size() != expected) {
      return "has %d fields instead of %d".formatted(fields.fields().size(), expected);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = cleaner.clean(fields.fields().get(layout.kept().get(i)));
    }
    if (layout.key() >= 0 && values[layout.key()] == null) {
      return "has no value in the key column " + options.key();
    }
    if (layout.target() >= 0 && values[layout.target()] == null) {
      return "has no value in the target column " + options.target();
    }
    return null;
  }

  private void warnOfLostDigits(List<TypeInference> types) {
    List<String> names = layout.keptNames();
    IntStream.range(0, names.size())
        .filter(i -> types.get(i).losesDigits())
        .forEach(
            i ->
                warnings.add(
                    "The column %s has whole numbers beyond 64 bits: as doubles they lose digits"
                        .formatted(names.get(i))));
  }

  private LoadedTable write(
      DuckDBConnection connection,
      CleanRows rows,
      Duplicates duplicates,
      List<TypeInference> types,
      RejectedRows rejected)
      throws IOException, SQLException {
    try (DefaultSplit split = new DefaultSplit(connection)) {
      int target = layout.target();
      duplicates.forEachOther(
          rows,
          (ordinal, values) ->
              split.add(
                  ordinal,
                  target < 0
                      ? null
                      : ValueTypes.canonical(types.get(target).type(), values[target])));
      Task task =
          target < 0
              ? null
              : TargetTask.infer(
                  options.target(), types.get(target).type(), split.classes(), warnings);
      SplitSizes sizes = split.divide(task != null && task.isClassification());
      if (sizes.validation() == 0 || sizes.test() == 0) {
        warnings.add("There are too few rows for every part of the split to have some");
      }
      TableWriter table = new TableWriter(connection, types);
      try (table;
          DefaultSplit.Parts parts = split.parts()) {
        duplicates.forEachOther(
            rows, (ordinal, values) -> table.add(parts.next(), ordinal, values));
      }
      table.export(staging.table());
      TableSchema schema = schema(types, task);
      Profile profile = new Profiler(connection, TableWriter.TABLE).profile(schema);
      return new LoadedTable(schema, rejected, duplicates.count(), sizes, profile, warnings);
    }
  }

  private TableSchema schema(List<TypeInference> types, Task task) {
    List<String> names = layout.keptNames();
    List<Column> columns =
        IntStream.range(0, names.size()).mapToObj(i -> types.get(i).column(names.get(i))).toList();
    return new TableSchema(columns, options.key(), options.target(), task, options.cleaning());
  }
}
