package dev.grove.registry.search;

import dev.grove.registry.RegistryException;
import dev.grove.registry.search.Comparison.Entity;
import dev.grove.registry.search.Comparison.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Parses MLflow's filters of models and versions: {@code key op 'text'}, joined by AND.
 *
 * <p>A key may stand in backticks or double quotes and may have {@code tags.} or {@code
 * attributes.} before it. The result is values to bind, never SQL.
 */
public final class FilterParser {
  private static final int LONGEST = 16_384;

  private final String text;
  private int at;

  private FilterParser(String text) {
    this.text = text;
  }

  /** The conditions that must all hold; none for an empty filter. */
  public static List<Comparison> parse(String filter) {
    if (filter.length() > LONGEST) {
      throw RegistryException.invalid(
          "Invalid filter: it has more than " + LONGEST + " characters.");
    }
    return new FilterParser(filter).conditions();
  }

  private List<Comparison> conditions() {
    List<Comparison> conditions = new ArrayList<>();
    skipBlanks();
    if (at == text.length()) {
      return conditions;
    }
    conditions.add(condition());
    skipBlanks();
    while (at < text.length()) {
      if (!word().equalsIgnoreCase("and")) {
        throw error("expected AND");
      }
      conditions.add(condition());
      skipBlanks();
    }
    return conditions;
  }

  private Comparison condition() {
    skipBlanks();
    String first = isQuote(peek()) ? quoted() : word();
    Entity entity = Entity.ATTRIBUTE;
    String key = first;
    if (peek() == '.') {
      at++;
      entity = entity(first);
      key = isQuote(peek()) ? quoted() : dottedWord();
    }
    Operator operator = operator();
    skipBlanks();
    if (peek() != '\'' && peek() != '"') {
      throw error("expected a quoted text");
    }
    return new Comparison(entity, key, operator, quoted());
  }

  private Entity entity(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "tag", "tags" -> Entity.TAG;
      case "attr", "attribute", "attributes" -> Entity.ATTRIBUTE;
      default -> throw error("unknown entity '" + name + "'");
    };
  }

  private Operator operator() {
    skipBlanks();
    if (text.startsWith("!=", at)) {
      at += 2;
      return Operator.NOT_EQUAL;
    }
    if (peek() == '=') {
      at++;
      return Operator.EQUAL;
    }
    int start = at;
    String word = Character.isLetter(peek()) ? word().toLowerCase(Locale.ROOT) : "";
    return switch (word) {
      case "like" -> Operator.LIKE;
      case "ilike" -> Operator.ILIKE;
      default -> {
        at = start;
        throw error("expected =, !=, LIKE or ILIKE");
      }
    };
  }

  /** A text in quotes of its first character's kind; the quote doubled stands for itself. */
  private String quoted() {
    char quote = text.charAt(at);
    int start = at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != quote) {
        value.append(c);
      } else if (peek() == quote) {
        value.append(c);
        at++;
      } else {
        return value.toString();
      }
    }
    at = start;
    throw error("the quote is never closed");
  }

  private String dottedWord() {
    StringBuilder words = new StringBuilder(word());
    while (peek() == '.') {
      at++;
      words.append('.').append(word());
    }
    return words.toString();
  }

  private String word() {
    skipBlanks();
    int start = at;
    while (Character.isLetterOrDigit(peek()) || peek() == '_' || peek() == '-') {
      at++;
    }
    if (at == start) {
      throw error("expected a name");
    }
    return text.substring(start, at);
  }

  private static boolean isQuote(char c) {
    return c == '`' || c == '"';
  }

  /** The next character, or NUL at the end: requests with NUL never come this far. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void skipBlanks() {
    while (Character.isWhitespace(peek())) {
      at++;
    }
  }

  private RegistryException error(String reason) {
    String rest = text.substring(Math.min(at, text.length()));
    String near = rest.length() > 40 ? rest.substring(0, 40) + "…" : rest;
    return RegistryException.invalid(
        "Invalid clause(s) in filter string: "
            + reason
            + (near.isEmpty() ? " at its end." : " at '" + near + "' (character " + (at + 1) + ").")
            + " Supported are conditions such as name = 'x', joined by AND.");
  }
}
