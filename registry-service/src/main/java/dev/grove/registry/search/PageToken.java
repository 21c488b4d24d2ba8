package dev.grove.registry.search;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Where the next page starts: the sort key of the last row of this one, opaque to clients.
 *
 * <p>A page by key costs the same wherever it lies, which a page by offset does not.
 */
public record PageToken(List<String> key) {
  /** The token's text: each part as {@code length:characters}, in URL-safe Base64. */
  public String text() {
    StringBuilder parts = new StringBuilder();
    key.forEach(part -> parts.append(part.length()).append(':').append(part));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(parts.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a token that {@link #text} made.
   *
   * @param parts how many parts a key of this list has
   */
  public static PageToken parse(String text, int parts) {
    PageToken token = parse(text);
    if (token.key().size() != parts) {
      throw invalid(null);
    }
    return token;
  }

  /** Reads a token of one part or more. */
  static PageToken parse(String text) {
    try {
      String rest = new String(Base64.getUrlDecoder().decode(text.strip()), StandardCharsets.UTF_8);
      List<String> key = new ArrayList<>();
      while (!rest.isEmpty()) {
        int colon = rest.indexOf(':');
        int end = colon + 1 + Integer.parseInt(rest.substring(0, colon));
        key.add(rest.substring(colon + 1, end));
        rest = rest.substring(end);
      }
      if (!key.isEmpty() && key.stream().allMatch(part -> part.indexOf('\0') < 0)) {
        return new PageToken(List.copyOf(key));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw invalid(e);
    }
    throw invalid(null);
  }

  /** A part that is a number. */
  public long number(int part) {
    try {
      return Long.parseLong(key.get(part));
    } catch (NumberFormatException e) {
      throw invalid(e);
    }
  }

  /** A part that is a floating-point number, NaN among them. */
  public double real(int part) {
    try {
      return Double.parseDouble(key.get(part));
    } catch (NumberFormatException e) {
      throw invalid(e);
    }
  }

  private static RegistryException invalid(Exception cause) {
    return new RegistryException(
        ErrorCode.INVALID_PARAMETER_VALUE,
        "Invalid page token, it must be one that the last page gave.",
        cause);
  }
}
