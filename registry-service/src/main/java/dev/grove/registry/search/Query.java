package dev.grove.registry.search;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a client searches for.
 *
 * @param size how many rows a page has at most
 * @param token where the page starts
 * @param identity is the same for all pages of one search, and only for them
 */
public record Query(
    List<Condition> filter, List<Order> orders, int size, Optional<String> token, String identity) {
  /** Its size is 64 bits: a token of another search is a mistake, and no attack. */
  private static final int IDENTITY = 8;

  /**
   * Parses filter and order.
   *
   * @param scope what else decides which rows there are, such as experiments
   */
  public static Query parse(
      String filter,
      Vocabulary filterWords,
      List<String> orders,
      Vocabulary orderWords,
      int size,
      Optional<String> token,
      Object... scope) {
    return new Query(
        FilterParser.parse(filter, filterWords),
        Order.parse(orders, orderWords),
        size,
        token,
        identity(filter, orders, List.of(scope)));
  }

  /** The same search with another filter; its tokens stay good. */
  public Query with(List<Condition> other) {
    return new Query(other, orders, size, token, identity);
  }

  /** A digest of what is given. */
  public static String identity(Object... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Object part : parts) {
        byte[] bytes = part.toString().getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, IDENTITY);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
