package dev.grove.registry.search;

import dev.grove.registry.RegistryException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One key of an order. */
public record Order(Field field, boolean descending) {
  private static final int MOST = 32;

  /**
   * Parses clauses such as {@code metrics.`a b` DESC}.
   *
   * @throws RegistryException also if a field comes twice
   */
  public static List<Order> parse(List<String> clauses, Vocabulary vocabulary) {
    if (clauses.size() > MOST) {
      throw RegistryException.invalid("`order_by` has more than " + MOST + " clauses.");
    }
    List<Order> orders = new ArrayList<>();
    Set<Field> seen = new HashSet<>();
    for (String clause : clauses) {
      Order order = parse(clause, vocabulary);
      if (!seen.add(order.field())) {
        throw RegistryException.invalid("`order_by` contains duplicate fields: " + clauses);
      }
      orders.add(order);
    }
    return orders;
  }

  private static Order parse(String clause, Vocabulary vocabulary) {
    Cursor cursor = new Cursor(clause);
    if (cursor.isAtEnd()) {
      throw unparsed(clause);
    }
    Field field = cursor.field(vocabulary);
    Token direction = cursor.next();
    if (!cursor.isAtEnd()) {
      throw unparsed(clause);
    }
    boolean isDescending = direction.isWord("desc");
    if (!isDescending && !direction.isWord("asc") && direction.kind() != Token.Kind.END) {
      throw RegistryException.invalid("Invalid ordering key in order_by clause '" + clause + "'.");
    }
    return new Order(field, isDescending);
  }

  private static RegistryException unparsed(String clause) {
    return RegistryException.invalid(
        "Invalid order_by clause '" + clause + "'. Could not be parsed.");
  }
}
