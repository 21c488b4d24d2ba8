package dev.grove.bundle;

import java.util.List;

/**
 * The row-wise cleaning that data-service did to each field and that every request's field goes
 * through again: first blanks at both ends go (if {@code trim}), then a field that equals one of
 * the null tokens, letter for letter, is missing.
 *
 * <p>Blank is every character for which {@link Character#isWhitespace} or {@link
 * Character#isSpaceChar} holds, and U+FEFF.
 */
public record Cleaning(boolean trim, List<String> nullTokens) {
  public Cleaning {
    nullTokens = List.copyOf(nullTokens);
  }
}
