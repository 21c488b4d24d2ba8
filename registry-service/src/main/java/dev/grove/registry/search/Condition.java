package dev.grove.registry.search;

import java.math.BigDecimal;
import java.util.List;

/** One condition of a filter, with a value of the field's type. */
public sealed interface Condition {
  Field field();

  Operator operator();

  /** A number against a metric, a time or an id. */
  record OfNumber(Field field, Operator operator, BigDecimal value) implements Condition {}

  record OfText(Field field, Operator operator, String value) implements Condition {}

  /** {@code IN} or {@code NOT IN}. */
  record OfList(Field field, Operator operator, List<String> values) implements Condition {}

  /** {@code IS NULL} or {@code IS NOT NULL}. */
  record OfPresence(Field field, Operator operator) implements Condition {}
}
