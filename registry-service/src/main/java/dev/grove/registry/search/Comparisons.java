package dev.grove.registry.search;

import dev.grove.registry.search.Field.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Writes what follows a column: an operator and a bound value of the column's type. */
final class Comparisons {
  private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal GREATEST = BigDecimal.valueOf(Long.MAX_VALUE);

  /** Holds for every value, but not where there is none. */
  private static final String ALWAYS = "is not null";

  private static final String NEVER = "is null and false";

  private Comparisons() {}

  static void add(Sql sql, Column column, Condition condition) {
    sql.add(" ");
    if (condition instanceof Condition.OfNumber number) {
      if (number.field().type() == Type.REAL) {
        addReal(sql, number);
      } else {
        addWhole(sql, number);
      }
    } else if (condition instanceof Condition.OfText text) {
      sql.add(text.operator().sql(), text.value());
    } else if (condition instanceof Condition.OfList list) {
      sql.add(list.operator().sql(), values(list));
    } else {
      sql.add(condition.operator().sql());
    }
  }

  private static Object values(Condition.OfList list) {
    return list.field().type() == Type.ID
        ? list.values().stream().map(value -> Long.valueOf(value.strip())).toArray(Long[]::new)
        : list.values().toArray(String[]::new);
  }

  /** PostgreSQL holds NaN for the greatest number, MLflow for none: only {@code !=} finds it. */
  private static void addReal(Sql sql, Condition.OfNumber condition) {
    double value = condition.value().doubleValue();
    switch (condition.operator()) {
      case GREATER -> sql.add("between ? and 'Infinity'", Math.nextUp(value));
      case GREATER_OR_EQUAL -> sql.add("between ? and 'Infinity'", value);
      default -> sql.add(condition.operator().sql(), value);
    }
  }

  /** A number with a fraction, or beyond 64 bits, is turned into the nearest that says the same. */
  private static void addWhole(Sql sql, Condition.OfNumber condition) {
    BigDecimal value = condition.value();
    Operator operator = condition.operator();
    if (value.compareTo(LEAST) < 0 || value.compareTo(GREATEST) > 0) {
      boolean isAbove = value.signum() > 0;
      boolean isAlways =
          switch (operator) {
            case EQUAL -> false;
            case NOT_EQUAL -> true;
            case LESS, LESS_OR_EQUAL -> isAbove;
            default -> !isAbove;
          };
      sql.add(isAlways ? ALWAYS : NEVER);
      return;
    }
    BigDecimal floor = value.setScale(0, RoundingMode.FLOOR);
    boolean isWhole = floor.compareTo(value) == 0;
    long number = floor.longValueExact();
    if (isWhole) {
      sql.add(operator.sql(), number);
      return;
    }
    switch (operator) {
      case EQUAL -> sql.add(NEVER);
      case NOT_EQUAL -> sql.add(ALWAYS);
      case LESS, LESS_OR_EQUAL -> sql.add("<= ?", number);
      default -> sql.add("> ?", number);
    }
  }
}
