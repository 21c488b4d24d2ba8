package dev.grove.registry.search;

import dev.grove.registry.RegistryException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A total order of rows, and the rows behind a position in it.
 *
 * <p>A page that starts behind a row, and not at an offset, costs the same wherever it lies, and
 * neither skips nor repeats a row when others come or go meanwhile.
 */
public record Keyset(List<SortKey> keys) {
  /** {@code order by} with all keys. */
  public void addOrder(Sql sql) {
    sql.add("order by ");
    for (int i = 0; i < keys.size(); i++) {
      sql.add(i == 0 ? "" : ", ");
      keys.get(i).addOrder(sql);
    }
    sql.add("\n");
  }

  /** A condition for the rows behind the position. */
  public void addAfter(Sql sql, List<Object> position) {
    sql.add("(");
    for (int i = 0; i < keys.size(); i++) {
      sql.add(i == 0 ? "" : "\n  or ");
      for (int before = 0; before < i; before++) {
        keys.get(before).addEqual(sql, position.get(before));
        sql.add(" and ");
      }
      keys.get(i).addAfter(sql, position.get(i));
    }
    sql.add(")");
  }

  /**
   * The position of a row.
   *
   * @param names of the columns where the keys are in the result
   */
  public List<Object> position(ResultSet row, List<String> names) throws SQLException {
    List<Object> position = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      position.add(keys.get(i).read(row, names.get(i)));
    }
    return position;
  }

  /** The token for the rows behind the position, good for this query alone. */
  public PageToken token(Query query, List<Object> position) {
    List<String> parts = new ArrayList<>();
    parts.add(query.identity());
    IntStream.range(0, keys.size()).forEach(i -> parts.add(keys.get(i).text(position.get(i))));
    return new PageToken(parts);
  }

  /** The position of the query's token; null if it has none. */
  public List<Object> position(Query query) {
    if (query.token().isEmpty()) {
      return null;
    }
    PageToken token = PageToken.parse(query.token().get());
    if (!token.key().get(0).equals(query.identity()) || token.key().size() != keys.size() + 1) {
      throw RegistryException.invalid(
          "Invalid page token, it belongs to a search with another filter, order or scope.");
    }
    List<Object> position = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      position.add(keys.get(i).parse(token, i + 1));
    }
    return position;
  }
}
