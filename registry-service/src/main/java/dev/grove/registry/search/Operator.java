package dev.grove.registry.search;

import java.util.Locale;
import java.util.Optional;

/** How a key is compared, as MLflow writes it and as PostgreSQL does. */
public enum Operator {
  EQUAL("=", "= ?"),
  NOT_EQUAL("!=", "<> ?"),
  LESS("<", "< ?"),
  LESS_OR_EQUAL("<=", "<= ?"),
  GREATER(">", "> ?"),
  GREATER_OR_EQUAL(">=", ">= ?"),
  /** Nothing escapes {@code %} and {@code _}, a backslash is a character. */
  LIKE("LIKE", "like ? escape ''"),
  ILIKE("ILIKE", "ilike ? escape ''"),
  IN("IN", "= any(?)"),
  NOT_IN("NOT IN", "<> all(?)"),
  IS_NULL("IS NULL", "is null"),
  IS_NOT_NULL("IS NOT NULL", "is not null");

  private final String symbol;
  private final String sql;

  Operator(String symbol, String sql) {
    this.symbol = symbol;
    this.sql = sql;
  }

  static Optional<Operator> of(String symbol) {
    String upper = symbol.toUpperCase(Locale.ROOT);
    for (Operator operator : values()) {
      if (operator.symbol.equals(upper)) {
        return Optional.of(operator);
      }
    }
    return Optional.empty();
  }

  public String symbol() {
    return symbol;
  }

  /** What follows the column, with a place for the value if there is one. */
  public String sql() {
    return sql;
  }

  public boolean takesList() {
    return this == IN || this == NOT_IN;
  }

  boolean takesNothing() {
    return this == IS_NULL || this == IS_NOT_NULL;
  }
}
