package dev.grove.registry.search;

import dev.grove.registry.postgres.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A search in one statement: first the rows of the page, then what belongs to them.
 *
 * <p>Sort keys are columns of the rows, under one alias in both halves.
 */
public final class Listing<T> {
  private final Sql rows;
  private final String details;
  private final Function<Field, Column> columns;
  private final Statements.Reader<T> reader;
  private final List<SortKey> keys = new ArrayList<>();

  /**
   * @param rows selects rows, up to and with a condition
   * @param details selects them and what belongs to them from {@code page}
   * @param reader reads a row of that
   */
  public Listing(
      Sql rows, String details, Function<Field, Column> columns, Statements.Reader<T> reader) {
    this.rows = rows;
    this.details = details;
    this.columns = columns;
    this.reader = reader;
  }

  /** Adds a key to the order, unless it is there already; the last must tell all rows apart. */
  public void sort(SortKey key) {
    if (keys.stream().noneMatch(known -> known.column().equals(key.column()))) {
      keys.add(key);
    }
  }

  private record Placed<T>(T item, List<Object> position) {}

  /**
   * A page of rows.
   *
   * @param also conditions beyond the query's filter
   */
  public Page<T> page(Connection connection, Query query, List<Sql> also) throws SQLException {
    Keyset keyset = new Keyset(keys);
    List<Object> after = keyset.position(query);
    Sql sql = new Sql().add("with page as materialized (").add(rows);
    for (Condition condition : query.filter()) {
      sql.add("\n  and ").add(columns.apply(condition.field()), condition);
    }
    also.forEach(condition -> sql.add("\n  and ").add(condition));
    if (after != null) {
      keyset.addAfter(sql.add("\n  and "), after);
    }
    keyset.addOrder(sql.add("\n"));
    sql.add("limit ?)\n", query.size() + 1).add(details);
    keyset.addOrder(sql);
    List<Placed<T>> found =
        Statements.listAsPlannedNow(
            connection, sql.text(), row -> placed(row, keyset), sql.values());
    return Page.of(found, query, keyset, Placed::position).map(Placed::item);
  }

  private Placed<T> placed(ResultSet row, Keyset keyset) throws SQLException {
    return new Placed<>(reader.read(row), keyset.position(row, names()));
  }

  /** A key's column without its table and collation, as the result has it. */
  private List<String> names() {
    return IntStream.range(0, keys.size())
        .mapToObj(i -> keys.get(i).column())
        .map(column -> column.substring(column.indexOf('.') + 1))
        .map(column -> column.split(" ", 2)[0])
        .toList();
  }
}
