package dev.grove.registry.search;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * One key that rows are sorted by: values first, in either direction, then NaN, then what is null.
 *
 * @param column the column or its alias
 */
public record SortKey(String column, Field.Type type, boolean nullable, boolean descending) {
  /** A key that every row has. */
  public static SortKey always(String column, Field.Type type, boolean descending) {
    return new SortKey(column, type, false, descending);
  }

  private boolean isReal() {
    return type == Field.Type.REAL;
  }

  private String rank() {
    return isReal()
        ? "(case when %1$s is null then 2 when %1$s = 'NaN' then 1 else 0 end)".formatted(column)
        : "(case when " + column + " is null then 1 else 0 end)";
  }

  void addOrder(Sql sql) {
    if (nullable) {
      sql.add(rank()).add(", ");
    }
    sql.add(column).add(descending ? " desc" : "");
  }

  void addEqual(Sql sql, Object value) {
    if (value == null) {
      sql.add(column).add(" is null");
    } else {
      sql.add(column).add(" = ?", value);
    }
  }

  /** The rows whose key comes after the value. */
  void addAfter(Sql sql, Object value) {
    String further = descending ? " < ?" : " > ?";
    if (value == null) {
      sql.add("false");
    } else if (!nullable) {
      sql.add(column).add(further, value);
    } else if (value instanceof Double real && real.isNaN()) {
      sql.add(column).add(" is null");
    } else {
      sql.add("(").add(rank()).add(" > 0 or ").add(column).add(further, value).add(")");
    }
  }

  Object read(ResultSet row, String name) throws SQLException {
    Object value =
        switch (type) {
          case REAL -> row.getDouble(name);
          case WHOLE, QUOTED_WHOLE, ID -> row.getLong(name);
          default -> row.getString(name);
        };
    return row.wasNull() ? null : value;
  }

  /** The value of a page token's part. */
  Object parse(PageToken token, int part) {
    String text = token.key().get(part);
    if (text.isEmpty()) {
      return null;
    }
    return switch (type) {
      case REAL -> token.real(part);
      case WHOLE, QUOTED_WHOLE, ID -> token.number(part);
      default -> text.substring(1);
    };
  }

  /** The part of a page token; empty stands for null. */
  String text(Object value) {
    if (value == null) {
      return "";
    }
    return type == Field.Type.REAL || type.isWhole() ? value.toString() : "." + value;
  }
}
