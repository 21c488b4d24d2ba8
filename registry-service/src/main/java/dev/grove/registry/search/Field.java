package dev.grove.registry.search;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a filter or an order can be about.
 *
 * @param key its name; an attribute's without aliases
 */
public record Field(Kind kind, String key, Type type) {
  /** What a key belongs to, by MLflow's name of it. */
  public enum Kind {
    METRIC("metric"),
    PARAM("parameter"),
    TAG("tag"),
    ATTRIBUTE("attribute"),
    DATASET("dataset");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** Which values a key has, and so how it can be compared. */
  @SuppressWarnings("ImmutableEnumChecker") // the sets never leave the enum
  public enum Type {
    /** A double, NaN among them. */
    REAL(numeric()),
    /** A 64-bit integer. */
    WHOLE(numeric()),
    /** A 64-bit integer that a filter may put in quotes. */
    QUOTED_WHOLE(numeric()),
    /** A 64-bit integer that a filter must put in quotes. */
    ID(EnumSet.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.IN, Operator.NOT_IN)),
    TEXT(text()),
    /** A text that lists are good for. */
    LISTED_TEXT(with(text(), Operator.IN, Operator.NOT_IN)),
    /** A text that may be missing. */
    OPTIONAL_TEXT(with(text(), Operator.IS_NULL, Operator.IS_NOT_NULL));

    private final Set<Operator> operators;

    Type(Set<Operator> operators) {
      this.operators = operators;
    }

    private static Set<Operator> numeric() {
      return EnumSet.range(Operator.EQUAL, Operator.GREATER_OR_EQUAL);
    }

    private static Set<Operator> text() {
      return EnumSet.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.LIKE, Operator.ILIKE);
    }

    private static Set<Operator> with(Set<Operator> operators, Operator... more) {
      Set<Operator> all = EnumSet.copyOf(operators);
      all.addAll(Set.of(more));
      return all;
    }

    boolean takes(Operator operator) {
      return operators.contains(operator);
    }

    String operators() {
      return operators.stream().map(operator -> "'" + operator.symbol() + "'").toList().toString();
    }

    boolean isNumber() {
      return this == REAL || isWhole();
    }

    public boolean isWhole() {
      return this == WHOLE || this == QUOTED_WHOLE || this == ID;
    }
  }

  boolean isAttribute() {
    return kind == Kind.ATTRIBUTE;
  }
}
