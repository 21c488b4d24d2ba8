package dev.grove.data.dataset;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;

/** Reads values out of the engine as the canonical texts that every service agrees on. */
public final class CellReader {
  private CellReader() {}

  /** What to select so that {@link #text} can read the column. */
  public static String expression(ColumnType type, String column) {
    return switch (type) {
      case DATE -> "datediff('day', DATE '1970-01-01', " + column + ")";
      case TIMESTAMP ->
          "CASE typeof("
              + column
              + ") WHEN 'VARCHAR' THEN CAST("
              + column
              + " AS VARCHAR) ELSE CAST(epoch_us(TRY_CAST("
              + column
              + " AS TIMESTAMP)) AS VARCHAR) END";
      case BOOLEAN, INTEGER, DOUBLE, STRING -> column;
    };
  }

  /** The canonical text of a value, or null if it is missing. */
  public static String text(ResultSet row, int index, ColumnType type) throws SQLException {
    String text =
        switch (type) {
          case BOOLEAN -> Boolean.toString(row.getBoolean(index));
          case INTEGER -> Long.toString(row.getLong(index));
          case DOUBLE -> Double.toString(row.getDouble(index));
          case DATE -> LocalDate.ofEpochDay(row.getLong(index)).toString();
          case TIMESTAMP -> moment(row.getString(index));
          case STRING -> row.getString(index);
        };
    return row.wasNull() ? null : text;
  }

  /** Microseconds since 1970 as the engine gives them, or already the text. */
  private static String moment(String text) {
    if (text == null || text.endsWith("Z")) {
      return text;
    }
    long micros = Long.parseLong(text);
    return Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L)
        .toString();
  }
}
