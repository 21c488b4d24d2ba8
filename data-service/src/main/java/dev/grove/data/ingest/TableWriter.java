package dev.grove.data.ingest;

import dev.grove.data.dataset.ColumnType;
import dev.grove.data.dataset.DuckDb;
import dev.grove.data.dataset.TableColumns;
import dev.grove.data.split.Part;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Writes typed rows into the engine's table {@code rows}, and that table into Parquet files. */
final class TableWriter implements AutoCloseable {
  static final String TABLE = "rows";

  private final DuckDBConnection connection;
  private final List<TypeInference> columns;
  private final ColumnType[] types;
  private final boolean[] asText;
  private final DuckDBAppender appender;

  TableWriter(DuckDBConnection connection, List<TypeInference> columns) throws SQLException {
    this.connection = connection;
    this.columns = columns;
    this.types = columns.stream().map(TypeInference::type).toArray(ColumnType[]::new);
    this.asText = new boolean[types.length];
    for (int i = 0; i < asText.length; i++) {
      asText[i] = columns.get(i).engineType().equals("VARCHAR");
    }
    String list =
        IntStream.range(0, types.length)
            .mapToObj(i -> ", " + TableColumns.name(i) + " " + columns.get(i).engineType())
            .collect(Collectors.joining());
    DuckDb.execute(
        connection, "CREATE TABLE " + TABLE + " (part TINYINT, ordinal BIGINT" + list + ")");
    this.appender = connection.createAppender(TABLE);
  }

  void add(byte part, long ordinal, String[] values) throws SQLException {
    appender.beginRow().append(part).append(ordinal);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        appender.appendNull();
      } else {
        append(i, values[i]);
      }
    }
    appender.endRow();
  }

  private void append(int column, String value) throws SQLException {
    if (asText[column]) {
      appender.append(ValueTypes.canonical(types[column], value));
      return;
    }
    switch (types[column]) {
      case BOOLEAN -> appender.append(ValueTypes.parseBoolean(value));
      case INTEGER -> appender.append(Long.parseLong(value));
      case DOUBLE -> appender.append(Double.parseDouble(value));
      case DATE -> appender.appendEpochDays((int) ValueTypes.parseDate(value).toEpochDay());
      case TIMESTAMP -> appender.appendEpochMicros(micros(TimestampText.parse(value)));
      case STRING -> appender.append(value);
    }
  }

  private static long micros(Instant moment) {
    return Math.addExact(
        Math.multiplyExact(moment.getEpochSecond(), 1_000_000L), moment.getNano() / 1_000);
  }

  /** Ends adding: from here on the table can be read. */
  @Override
  public void close() throws SQLException {
    appender.close();
  }

  /** Writes each part, in the source's order, to a file of its own. */
  void export(Path directory) throws SQLException {
    String list =
        IntStream.range(0, columns.size())
            .mapToObj(i -> ", " + TableColumns.name(i))
            .collect(Collectors.joining());
    for (Part part : Part.values()) {
      DuckDb.execute(
          connection,
          "COPY (SELECT ordinal"
              + list
              + " FROM "
              + TABLE
              + " WHERE part = "
              + part.number()
              + ") TO "
              + DuckDb.literal(directory.resolve(part.fileName()))
              + " (FORMAT parquet, COMPRESSION zstd)");
    }
  }
}
