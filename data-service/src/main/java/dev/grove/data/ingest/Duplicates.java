package dev.grove.data.ingest;

import dev.grove.data.dataset.ColumnType;
import dev.grove.data.dataset.DuckDb;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Which rows repeat the key of an earlier one. Lives in the engine, so in bounded memory. */
final class Duplicates {
  private final DuckDBConnection connection;
  private final long count;

  private Duplicates(DuckDBConnection connection, long count) {
    this.connection = connection;
    this.count = count;
  }

  /**
   * Finds them.
   *
   * @param key the key column's index; -1 if there is none, and then no duplicates
   */
  static Duplicates find(DuckDBConnection connection, CleanRows rows, int key, ColumnType type)
      throws IOException, SQLException {
    if (key < 0) {
      return new Duplicates(connection, 0);
    }
    DuckDb.execute(connection, "CREATE TABLE keys (ordinal BIGINT, key VARCHAR)");
    try (DuckDBAppender appender = connection.createAppender("keys")) {
      rows.forEach(
          (ordinal, values) ->
              appender
                  .beginRow()
                  .append(ordinal)
                  .append(ValueTypes.identity(type, values[key]))
                  .endRow());
    }
    DuckDb.execute(
        connection,
        """
        CREATE TABLE duplicates AS
        SELECT ordinal FROM keys
        ANTI JOIN (SELECT min(ordinal) AS ordinal FROM keys GROUP BY key) AS firsts USING (ordinal)
        """);
    DuckDb.execute(connection, "DROP TABLE keys");
    return new Duplicates(connection, DuckDb.number(connection, "SELECT count(*) FROM duplicates"));
  }

  long count() {
    return count;
  }

  /** Sees each row that is no duplicate, in the source's order, with its ordinal in the source. */
  void forEachOther(CleanRows rows, CleanRows.Visitor visitor) throws IOException, SQLException {
    if (count == 0) {
      rows.forEach(visitor);
      return;
    }
    try (DuckDBConnection reading = connection.duplicate();
        PreparedStatement statement =
            reading.prepareStatement("SELECT ordinal FROM duplicates ORDER BY ordinal");
        ResultSet duplicates = statement.executeQuery()) {
      long[] next = {next(duplicates)};
      rows.forEach(
          (ordinal, values) -> {
            if (ordinal == next[0]) {
              next[0] = next(duplicates);
            } else {
              visitor.row(ordinal, values);
            }
          });
    }
  }

  private static long next(ResultSet ordinals) throws SQLException {
    return ordinals.next() ? ordinals.getLong(1) : -1;
  }
}
