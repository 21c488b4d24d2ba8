package dev.grove.registry.search;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Some rows of a longer list, with where the next ones start. */
public record Page<T>(List<T> items, Optional<PageToken> next) {
  /**
   * The page that a query for one row more than {@code size} gave.
   *
   * @param key the sort key of a row
   */
  public static <T> Page<T> of(List<T> rows, int size, Function<T, List<String>> key) {
    if (rows.size() <= size) {
      return new Page<>(List.copyOf(rows), Optional.empty());
    }
    List<T> items = List.copyOf(rows.subList(0, size));
    return new Page<>(items, Optional.of(new PageToken(key.apply(items.get(size - 1)))));
  }

  /** As above, where rows know their position in the order. */
  public static <T> Page<T> of(
      List<T> rows, Query query, Keyset order, Function<T, List<Object>> position) {
    if (rows.size() <= query.size()) {
      return new Page<>(List.copyOf(rows), Optional.empty());
    }
    List<T> items = List.copyOf(rows.subList(0, query.size()));
    T last = items.get(query.size() - 1);
    return new Page<>(items, Optional.of(order.token(query, position.apply(last))));
  }

  /** The same page with its items as something else. */
  public <R> Page<R> map(Function<T, R> of) {
    return new Page<>(items.stream().map(of).toList(), next);
  }

  /** The next page's token as text, or null on the last page. */
  public String nextText() {
    return next.map(PageToken::text).orElse(null);
  }
}
