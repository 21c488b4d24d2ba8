package dev.grove.registry.postgres;

import dev.grove.registry.Tag;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.postgresql.PGStatement;

/** Prepares, binds, runs and reads one statement. */
public final class Statements {
  private Statements() {}

  /** Reads the row that a result stands on. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  public static <T> List<T> list(
      Connection connection, String sql, Reader<T> reader, Object... values) throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, values)) {
      return read(statement, reader);
    }
  }

  /**
   * As {@link #list}, with a plan for these very values.
   *
   * <p>The driver makes a statement that comes often a prepared one, and PostgreSQL may then plan
   * it once for all values. A search that is fast for one value may be very slow for another.
   */
  public static <T> List<T> listAsPlannedNow(
      Connection connection, String sql, Reader<T> reader, Object... values) throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, values)) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
      return read(statement, reader);
    }
  }

  private static <T> List<T> read(PreparedStatement statement, Reader<T> reader)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      List<T> result = new ArrayList<>();
      while (rows.next()) {
        result.add(reader.read(rows));
      }
      return result;
    }
  }

  /** The first row, if there is one. */
  public static <T> Optional<T> first(
      Connection connection, String sql, Reader<T> reader, Object... values) throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, values);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    }
  }

  /** The count of rows changed. */
  public static int change(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, bound(connection, values[i]));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private static Object bound(Connection connection, Object value) throws SQLException {
    if (value instanceof String[] texts) {
      return connection.createArrayOf("text", texts);
    }
    if (value instanceof Long[] numbers) {
      return connection.createArrayOf("int8", numbers);
    }
    if (value instanceof Double[] numbers) {
      return connection.createArrayOf("float8", numbers);
    }
    return value;
  }

  /** A {@code text[]} column; empty where it is null. */
  public static List<String> texts(ResultSet row, String column) throws SQLException {
    return array(row, column, new String[0]);
  }

  /** A {@code text[]} column whose elements may be null. */
  public static List<Optional<String>> nullableTexts(ResultSet row, String column)
      throws SQLException {
    Array array = row.getArray(column);
    return array == null
        ? List.of()
        : Arrays.stream((Object[]) array.getArray())
            .map(element -> Optional.ofNullable((String) element))
            .toList();
  }

  /** Two {@code text[]} columns as keys and values. */
  public static List<Tag> tags(ResultSet row, String keys, String values) throws SQLException {
    List<String> names = texts(row, keys);
    List<String> texts = texts(row, values);
    return IntStream.range(0, names.size())
        .mapToObj(i -> new Tag(names.get(i), texts.get(i)))
        .toList();
  }

  /** An {@code int8[]} column; empty where it is null. */
  public static List<Long> longs(ResultSet row, String column) throws SQLException {
    return array(row, column, new Long[0]);
  }

  /** A {@code float8[]} column; empty where it is null. */
  public static List<Double> doubles(ResultSet row, String column) throws SQLException {
    return array(row, column, new Double[0]);
  }

  private static <T> List<T> array(ResultSet row, String column, T[] none) throws SQLException {
    Array array = row.getArray(column);
    if (array == null) {
      return List.of();
    }
    Object[] elements = (Object[]) array.getArray();
    return List.of(Arrays.copyOf(elements, elements.length, arrayType(none)));
  }

  @SuppressWarnings("unchecked")
  private static <T> Class<T[]> arrayType(T[] array) {
    return (Class<T[]>) array.getClass();
  }
}
