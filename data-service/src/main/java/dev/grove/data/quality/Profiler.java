package dev.grove.data.quality;

import dev.grove.data.dataset.CellReader;
import dev.grove.data.dataset.Column;
import dev.grove.data.dataset.ColumnType;
import dev.grove.data.dataset.DuckDb;
import dev.grove.data.dataset.TableColumns;
import dev.grove.data.dataset.TableSchema;
import dev.grove.data.quality.Profile.ClassCount;
import dev.grove.data.quality.Profile.ColumnProfile;
import dev.grove.data.quality.Profile.ValueCount;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * Profiles a table. Each column is grouped by value in the engine, which can put what does not fit
 * into memory on disk, and everything exact follows from the sorted values and their counts.
 */
public final class Profiler {
  private static final int TOP = 20;
  private static final int SHOWN_CHARS = 200;

  private final DuckDBConnection connection;
  private final String table;

  public Profiler(DuckDBConnection connection, String table) {
    this.connection = connection;
    this.table = table;
  }

  /** Reads the table once a column. */
  public Profile profile(TableSchema schema) throws SQLException {
    long rows = DuckDb.number(connection, "SELECT count(*) FROM " + table);
    List<ColumnProfile> columns = new ArrayList<>();
    for (int i = 0; i < schema.columns().size(); i++) {
      Column column = schema.columns().get(i);
      String name = TableColumns.name(i);
      columns.add(
          column.type().isNumber() ? numbers(column, name, rows) : others(column, name, rows));
    }
    return new Profile(rows, columns, classes(schema));
  }

  private ColumnProfile numbers(Column column, String name, long rows) throws SQLException {
    long values = DuckDb.number(connection, "SELECT count(" + name + ") FROM " + table);
    SortedNumbers numbers = new SortedNumbers(values);
    Object min = null;
    Object max = null;
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT %1$s, count(*) FROM %2$s WHERE %1$s IS NOT NULL GROUP BY ALL ORDER BY %1$s"
                    .formatted(name, table));
        ResultSet groups = statement.executeQuery()) {
      while (groups.next()) {
        boolean whole = column.type() == ColumnType.INTEGER;
        max = whole ? (Object) groups.getLong(1) : (Object) groups.getDouble(1);
        min = min == null ? max : min;
        numbers.add(groups.getDouble(1), groups.getLong(2));
      }
    }
    return new ColumnProfile(
        column.name(),
        column.type(),
        rows - values,
        numbers.distinct(),
        min,
        max,
        numbers.mean(),
        numbers.quantiles(),
        top(column.type(), name));
  }

  private ColumnProfile others(Column column, String name, long rows) throws SQLException {
    String sql =
        "SELECT %3$s, %4$s, count(*), sum(n) FROM (SELECT %1$s, count(*) AS n FROM %2$s WHERE %1$s IS NOT NULL GROUP BY ALL)"
            .formatted(
                name,
                table,
                CellReader.expression(column.type(), "min(" + name + ")"),
                CellReader.expression(column.type(), "max(" + name + ")"));
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet figures = statement.executeQuery()) {
      figures.next();
      return new ColumnProfile(
          column.name(),
          column.type(),
          rows - figures.getLong(4),
          figures.getLong(3),
          shown(CellReader.text(figures, 1, column.type())),
          shown(CellReader.text(figures, 2, column.type())),
          null,
          null,
          top(column.type(), name));
    }
  }

  private List<ValueCount> top(ColumnType type, String name) throws SQLException {
    String sql =
        "SELECT %3$s, n FROM (SELECT %1$s, count(*) AS n FROM %2$s WHERE %1$s IS NOT NULL GROUP BY ALL ORDER BY n DESC, %1$s LIMIT %4$d) ORDER BY n DESC, %1$s"
            .formatted(name, table, CellReader.expression(type, name), TOP);
    List<ValueCount> top = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet values = statement.executeQuery()) {
      while (values.next()) {
        top.add(new ValueCount(shown(CellReader.text(values, 1, type)), values.getLong(2)));
      }
    }
    return top;
  }

  private List<ClassCount> classes(TableSchema schema) throws SQLException {
    if (schema.task() == null || !schema.task().isClassification()) {
      return List.of();
    }
    int target = schema.targetIndex().orElseThrow();
    ColumnType type = schema.columns().get(target).type();
    String sql =
        "SELECT %3$s, n FROM (SELECT %1$s, count(*) AS n FROM %2$s GROUP BY ALL)"
            .formatted(
                TableColumns.name(target),
                table,
                CellReader.expression(type, TableColumns.name(target)));
    List<ClassCount> classes = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet values = statement.executeQuery()) {
      while (values.next()) {
        classes.add(new ClassCount(CellReader.text(values, 1, type), values.getLong(2)));
      }
    }
    classes.sort((a, b) -> CodePoints.compare(a.label(), b.label()));
    return classes;
  }

  private static String shown(String text) {
    return text == null || text.codePointCount(0, text.length()) <= SHOWN_CHARS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARS));
  }
}
