package dev.grove.registry.search;

import dev.grove.registry.RegistryException;
import dev.grove.registry.search.Token.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Parses MLflow's filters: {@code key operator value}, joined by AND.
 *
 * <p>A key may have its entity before it and may stand in backticks or double quotes; a text stands
 * in single or double quotes. The result is typed values to bind, never SQL.
 */
public final class FilterParser {
  /** Each condition is work for the database. */
  private static final int MOST_CONDITIONS = 100;

  private static final int MOST_IN_LIST = 10_000;

  private final Cursor cursor;
  private final Vocabulary vocabulary;

  private FilterParser(String filter, Vocabulary vocabulary) {
    this.cursor = new Cursor(filter);
    this.vocabulary = vocabulary;
  }

  /** The conditions that must all hold; none for an empty filter. */
  public static List<Condition> parse(String filter, Vocabulary vocabulary) {
    return new FilterParser(filter, vocabulary).conditions();
  }

  private List<Condition> conditions() {
    List<Condition> conditions = new ArrayList<>();
    if (cursor.isAtEnd()) {
      return conditions;
    }
    conditions.add(condition());
    while (!cursor.isAtEnd()) {
      if (!cursor.peek().isWord("and")) {
        throw cursor.error("expected AND");
      }
      cursor.next();
      conditions.add(condition());
      if (conditions.size() > MOST_CONDITIONS) {
        throw RegistryException.invalid(
            "Invalid filter: it has more than " + MOST_CONDITIONS + " conditions.");
      }
    }
    return conditions;
  }

  private Condition condition() {
    Field field = cursor.field(vocabulary);
    String symbol = comparator();
    Operator operator = Operator.of(symbol).orElse(null);
    if (operator != null && operator.takesNothing()) {
      check(field, operator, symbol);
      return new Condition.OfPresence(field, operator);
    }
    if (cursor.peek().isSymbol('(')) {
      return list(field, operator, symbol);
    }
    Token value = cursor.peek();
    switch (value.kind()) {
      case TEXT, DOUBLE_QUOTED, NUMBER, WORD, BACKTICKED -> cursor.next();
      default -> throw cursor.error("expected a value");
    }
    if (operator != null && operator.takesList()) {
      throw RegistryException.invalid(
          "Invalid clause(s) in filter string: expected a list of quoted texts after "
              + operator.symbol()
              + ", got "
              + cursor.source(value)
              + ".");
    }
    Condition condition =
        field.type().isNumber() || field.type() == Field.Type.ID
            ? new Condition.OfNumber(field, operator, number(field, value))
            : new Condition.OfText(field, operator, text(field, value));
    check(field, operator, symbol);
    return condition;
  }

  /** The comparator's text; words that belong together are joined by a blank. */
  private String comparator() {
    Token token = cursor.peek();
    if (token.kind() != Kind.COMPARATOR && token.kind() != Kind.WORD) {
      throw cursor.error("expected a comparator");
    }
    cursor.next();
    String symbol = token.text();
    if (token.isWord("not")) {
      symbol += " " + cursor.next().text();
    } else if (token.isWord("is")) {
      Token second = cursor.next();
      symbol += " " + second.text();
      if (second.isWord("not")) {
        symbol += " " + cursor.next().text();
      }
    }
    boolean isWord = token.kind() == Kind.WORD;
    if (isWord
        && Operator.of(symbol).isEmpty()
        && !symbol.toLowerCase(Locale.ROOT).endsWith("like")) {
      throw cursor.error("expected a comparator in place of '" + symbol + "'");
    }
    return symbol;
  }

  private static void check(Field field, Operator operator, String symbol) {
    if (operator != null && field.type().takes(operator)) {
      return;
    }
    if (operator != null && operator.takesNothing()) {
      throw RegistryException.invalid(
          "IS NULL / IS NOT NULL is only supported for tags and params, not for '"
              + field.kind().word()
              + "' '"
              + field.key()
              + "'");
    }
    throw RegistryException.invalid(
        "Invalid comparator '" + symbol + "' not one of " + field.type().operators());
  }

  private BigDecimal number(Field field, Token value) {
    boolean quoted = value.kind() == Kind.TEXT || value.kind() == Kind.DOUBLE_QUOTED;
    if (value.kind() == Kind.NUMBER && field.type() != Field.Type.ID) {
      return new BigDecimal(value.text());
    }
    if (quoted && (field.type() == Field.Type.QUOTED_WHOLE || field.type() == Field.Type.ID)) {
      return BigDecimal.valueOf(whole(field, value.text()));
    }
    throw RegistryException.invalid(
        field.type() == Field.Type.ID
            ? "Expected a quoted string value for attributes. Got value " + cursor.source(value)
            : field.isAttribute()
                ? "Expected numeric value type for numeric attribute: "
                    + field.key()
                    + ". Found "
                    + cursor.source(value)
                : "Expected numeric value type for metric. Found " + cursor.source(value));
  }

  private static long whole(Field field, String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw RegistryException.invalidValue(field.key(), text, "It must be a valid integer.");
    }
  }

  private String text(Field field, Token value) {
    return switch (value.kind()) {
      case TEXT, DOUBLE_QUOTED -> value.text();
      case NUMBER ->
          throw RegistryException.invalid(
              "Expected a quoted string value for "
                  + (field.isAttribute() ? "attributes" : field.kind().word())
                  + " (e.g. 'my-value'). Got value "
                  + value.text());
      default ->
          throw RegistryException.invalid(
              "Parameter value is either not quoted or unidentified quote types used for string"
                  + " value "
                  + cursor.source(value)
                  + ". Use either single or double quotes.");
    };
  }

  private Condition list(Field field, Operator operator, String symbol) {
    cursor.next();
    List<String> values = new ArrayList<>();
    while (!cursor.peek().isSymbol(')')) {
      Token value = cursor.next();
      switch (value.kind()) {
        case TEXT, DOUBLE_QUOTED -> values.add(value.text());
        case NUMBER ->
            throw RegistryException.invalid(
                "While parsing a list in the query, expected string value, punctuation, or"
                    + " whitespace, but got different type in list: "
                    + value.text());
        default -> throw illFormed();
      }
      if (cursor.peek().isSymbol(',')) {
        cursor.next();
      } else if (!cursor.peek().isSymbol(')')) {
        throw illFormed();
      }
    }
    cursor.next();
    if (values.isEmpty() || values.size() > MOST_IN_LIST) {
      throw RegistryException.invalid(
          "While parsing a list in the query, expected a non-empty list of string values, but got "
              + (values.isEmpty() ? "empty list" : "more than " + MOST_IN_LIST + " values"));
    }
    if (!field.type().takes(Operator.IN)) {
      throw RegistryException.invalid(
          field.isAttribute()
              ? "Only "
                  + vocabulary.listed()
                  + " attributes support comparison with a list of quoted string values."
              : field.type().isNumber()
                  ? "Expected numeric value type for metric. Found a list."
                  : "Expected a quoted string value for "
                      + field.kind().word()
                      + " (e.g. 'my-value'). Got a list.");
    }
    if (operator == null || !operator.takesList()) {
      throw RegistryException.invalid(
          "Invalid comparator '" + symbol + "' not one of ['IN', 'NOT IN'] for a list");
    }
    if (field.type() == Field.Type.ID) {
      values.forEach(value -> whole(field, value));
    }
    return new Condition.OfList(field, operator, List.copyOf(values));
  }

  private static RegistryException illFormed() {
    return RegistryException.invalid(
        "While parsing a list in the query, expected a non-empty list of string values, but got"
            + " ill-formed list.");
  }
}
