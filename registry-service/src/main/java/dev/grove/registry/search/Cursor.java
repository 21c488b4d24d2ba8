package dev.grove.registry.search;

import dev.grove.registry.RegistryException;
import dev.grove.registry.search.Token.Kind;
import java.util.List;
import java.util.Optional;

/** Goes over the tokens of a text, and reads keys, which filters and orders have in common. */
final class Cursor {
  private final String text;
  private final List<Token> tokens;
  private int at;

  Cursor(String text) {
    this.text = text;
    this.tokens = Lexer.tokens(text);
  }

  Token peek() {
    return tokens.get(at);
  }

  Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  boolean isAtEnd() {
    return peek().kind() == Kind.END;
  }

  /** The token as it stands in the text, quotes and all. */
  String source(Token token) {
    return text.substring(token.start(), token.end());
  }

  /** A refusal that shows where. */
  RegistryException error(String reason) {
    return RegistryException.invalid(
        "Invalid clause(s) in filter string: "
            + (isAtEnd() ? reason + " at its end" : reason + " at " + excerpt())
            + ". Supported are conditions such as name = 'x', joined by AND.");
  }

  String excerpt() {
    return Lexer.excerpt(text, peek().start());
  }

  /** A key with or without its entity: {@code metrics.a}, {@code tags.`a b`}, {@code "name"}. */
  Field field(Vocabulary vocabulary) {
    Token first = next();
    if (first.kind() == Kind.WORD) {
      int dot = first.text().indexOf('.');
      if (dot < 0) {
        return vocabulary.field(Optional.empty(), first.text());
      }
      String entity = first.text().substring(0, dot);
      return vocabulary.field(Optional.of(entity), key(first, first.text().substring(dot + 1)));
    }
    if (!first.isQuotedKey()) {
      at -= first.kind() == Kind.END ? 0 : 1;
      throw error("expected a key");
    }
    Token second = peek();
    boolean isEntity =
        first.kind() == Kind.BACKTICKED
            && second.kind() == Kind.WORD
            && second.text().startsWith(".")
            && second.start() == first.end();
    return isEntity
        ? vocabulary.field(Optional.of(first.text()), key(next(), second.text().substring(1)))
        : vocabulary.field(Optional.empty(), first.text());
  }

  /** What follows an entity's dot: in the same word or, if that ends there, in quotes behind it. */
  private String key(Token word, String rest) {
    Token quoted = peek();
    if (rest.isEmpty() && quoted.isQuotedKey() && quoted.start() == word.end()) {
      return next().text();
    }
    if (rest.isEmpty()) {
      throw error("expected a key");
    }
    return rest;
  }
}
