package dev.grove.registry.search;

import java.util.List;

/**
 * Where a field's value is: SQL that a comparison is put into, with the values to bind before it.
 *
 * @param after closes what {@code before} opened
 */
public record Column(String before, String after, List<Object> values) {
  /** A value by itself, such as {@code r.status} or a sub-select in parentheses. */
  public static Column of(String sql, Object... values) {
    return new Column(sql, "", List.of(values));
  }

  /** One of many values: the comparison goes between the two. */
  public static Column within(String before, String after, Object... values) {
    return new Column(before, after, List.of(values));
  }
}
