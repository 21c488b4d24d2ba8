package dev.grove.registry.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A statement in the making: constant text and, apart from it, the values to bind. */
public final class Sql {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  /** Adds text with the values of its places; a value may be null. */
  public Sql add(String constant, Object... bound) {
    text.append(constant);
    values.addAll(Arrays.asList(bound));
    return this;
  }

  public Sql add(Sql other) {
    text.append(other.text);
    values.addAll(other.values);
    return this;
  }

  /** Adds the condition on the column, in parentheses where needed. */
  public Sql add(Column column, Condition condition) {
    add(column.before(), column.values().toArray());
    Comparisons.add(this, column, condition);
    return add(column.after());
  }

  public String text() {
    return text.toString();
  }

  public Object[] values() {
    return values.toArray();
  }
}
