package dev.grove.registry.search;

/**
 * One condition of a filter, such as {@code tags.`a b` != 'x'}.
 *
 * @param entity {@link Entity#ATTRIBUTE} for a bare key
 * @param value the text between the quotes
 */
public record Comparison(Entity entity, String key, Operator operator, String value) {
  /** What a key belongs to. */
  public enum Entity {
    ATTRIBUTE,
    TAG
  }

  /** How a key is compared to a text, and the SQL that does it. */
  public enum Operator {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LIKE("like"),
    ILIKE("ilike");

    private final String sql;

    Operator(String sql) {
      this.sql = sql;
    }

    public String sql() {
      return sql;
    }
  }
}
