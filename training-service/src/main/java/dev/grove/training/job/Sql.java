package dev.grove.training.job;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** One statement, one transaction. */
final class Sql {
  private final DataSource database;

  Sql(DataSource database) {
    this.database = database;
  }

  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** The database could not be asked; the cause says why. */
  static final class DatabaseAway extends RuntimeException {
    private static final long serialVersionUID = 1;

    DatabaseAway(SQLException cause) {
      super("The database did not answer: SQLSTATE " + cause.getSQLState(), cause);
    }
  }

  <T> List<T> query(String sql, RowReader<T> reader, Object... arguments) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = prepare(connection, sql, arguments);
        ResultSet rows = statement.executeQuery()) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(reader.read(rows));
      }
      return all;
    } catch (SQLException e) {
      throw new DatabaseAway(e);
    }
  }

  <T> Optional<T> queryOne(String sql, RowReader<T> reader, Object... arguments) {
    return query(sql, reader, arguments).stream().findFirst();
  }

  /** The number of rows that were changed. */
  int update(String sql, Object... arguments) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = prepare(connection, sql, arguments)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseAway(e);
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... arguments)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < arguments.length; i++) {
      Object value = arguments[i];
      statement.setObject(i + 1, value instanceof Instant time ? JobRows.time(time) : value);
    }
    return statement;
  }
}
