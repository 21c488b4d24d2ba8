package dev.grove.registry.search;

/**
 * A piece of a filter.
 *
 * @param text without the quotes
 * @param start and {@code end} are where it lies in the filter
 */
record Token(Kind kind, String text, int start, int end) {
  enum Kind {
    WORD,
    NUMBER,
    /** In single quotes. */
    TEXT,
    /** In double quotes: a key or a text. */
    DOUBLE_QUOTED,
    /** In backticks. */
    BACKTICKED,
    COMPARATOR,
    SYMBOL,
    END
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  boolean isQuotedKey() {
    return kind == Kind.DOUBLE_QUOTED || kind == Kind.BACKTICKED;
  }
}
