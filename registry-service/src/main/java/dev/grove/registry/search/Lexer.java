package dev.grove.registry.search;

import dev.grove.registry.RegistryException;
import dev.grove.registry.search.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a filter or an order into tokens, in time linear in its length. */
final class Lexer {
  private static final int LONGEST = 65_536;
  private static final int LONGEST_NUMBER = 400;

  /** The exponent is bounded, so that no number takes more room than its text. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d++\\.?\\d*+|\\.\\d++)([eE][+-]?\\d{1,3}+)?(?![\\p{L}\\p{N}_.])");

  private final String text;
  private final Matcher number;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String text) {
    this.text = text;
    this.number = NUMBER.matcher(text);
  }

  /** The tokens, an {@link Kind#END} last. */
  static List<Token> tokens(String text) {
    if (text.length() > LONGEST) {
      throw RegistryException.invalid(
          "Invalid filter: it has more than " + LONGEST + " characters.");
    }
    Lexer lexer = new Lexer(text);
    while (lexer.next()) {}
    return lexer.tokens;
  }

  private boolean next() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      add(Kind.END, "", at);
      return false;
    }
    char c = text.charAt(at);
    switch (c) {
      case '\'' -> quoted(Kind.TEXT);
      case '"' -> quoted(Kind.DOUBLE_QUOTED);
      case '`' -> quoted(Kind.BACKTICKED);
      case '<', '>', '=', '!', '~' -> comparator();
      default -> {
        if (!number()) {
          word();
        }
      }
    }
    return true;
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private void add(Kind kind, String value, int start) {
    tokens.add(new Token(kind, value, start, at));
  }

  /** Between quotes of one kind; the quote doubled stands for itself. */
  private void quoted(Kind kind) {
    char quote = text.charAt(at);
    int start = at;
    StringBuilder value = new StringBuilder();
    int from = at + 1;
    while (true) {
      int end = text.indexOf(quote, from);
      if (end < 0) {
        throw RegistryException.invalid(
            "Invalid clause(s) in filter string: the quote is never closed at "
                + excerpt(text, start)
                + ".");
      }
      value.append(text, from, end);
      at = end + 1;
      if (at == text.length() || text.charAt(at) != quote) {
        add(kind, value.toString(), start);
        return;
      }
      value.append(quote);
      from = at + 1;
    }
  }

  private void comparator() {
    int start = at;
    while (at < text.length() && "<>=!~".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    add(Kind.COMPARATOR, text.substring(start, at), start);
  }

  private boolean number() {
    int start = at;
    if (!number.region(at, text.length()).lookingAt() || number.end() - start > LONGEST_NUMBER) {
      return false;
    }
    at = number.end();
    add(Kind.NUMBER, text.substring(start, at), start);
    return true;
  }

  /** A name with its dots, or else one character that is no part of one. */
  private void word() {
    int start = at;
    while (at < text.length() && isPartOfWord(text.charAt(at))) {
      at++;
    }
    if (at > start) {
      add(Kind.WORD, text.substring(start, at), start);
    } else {
      at = text.offsetByCodePoints(at, 1);
      add(Kind.SYMBOL, text.substring(start, at), start);
    }
  }

  private static boolean isPartOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
  }

  /** Some of the text, in quotes, for messages. */
  static String excerpt(String text, int from) {
    String rest = text.substring(Math.min(from, text.length()));
    return "'"
        + (rest.length() > 40 ? rest.substring(0, rest.offsetByCodePoints(0, 30)) + "…" : rest)
        + "'";
  }
}
