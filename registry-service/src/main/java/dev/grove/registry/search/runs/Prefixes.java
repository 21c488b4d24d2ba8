package dev.grove.registry.search.runs;

import dev.grove.registry.search.Condition;
import dev.grove.registry.search.Operator;
import dev.grove.registry.search.Sql;

/** Adds to a condition on a text what the index on its first characters can be asked. */
final class Prefixes {
  /** As in the indexes. */
  private static final int INDEXED = 128;

  /** Behind whatever can follow a prefix: PostgreSQL's order "C" is that of UTF-8's bytes. */
  private static final String GREATEST =
      Character.toString(Character.MAX_CODE_POINT).repeat(INDEXED);

  private Prefixes() {}

  static void add(Sql sql, String column, Condition condition) {
    if (!(condition instanceof Condition.OfText text)) {
      return;
    }
    if (text.operator() == Operator.EQUAL) {
      sql.add(" and left(").add(column).add(", 128) = left(?, 128)", text.value());
    } else if (text.operator() == Operator.LIKE) {
      String prefix = literal(text.value());
      if (!prefix.isEmpty()) {
        sql.add(" and left(").add(column).add(", 128) between ? and ?", prefix, prefix + GREATEST);
      }
    }
  }

  /** What a pattern begins with before its first wildcard. */
  private static String literal(String pattern) {
    int end = 0;
    int characters = 0;
    while (end < pattern.length()
        && characters < INDEXED
        && pattern.charAt(end) != '%'
        && pattern.charAt(end) != '_') {
      end += Character.charCount(pattern.codePointAt(end));
      characters++;
    }
    return pattern.substring(0, end);
  }
}
