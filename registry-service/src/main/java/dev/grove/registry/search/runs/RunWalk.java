package dev.grove.registry.search.runs;

import dev.grove.registry.search.Condition;
import dev.grove.registry.search.Field;
import dev.grove.registry.search.Field.Kind;
import dev.grove.registry.search.Operator;
import dev.grove.registry.search.Order;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks through runs in a search's order, along the index on its first key, until a page is full.
 *
 * <p>First come the runs with a value, then those where it is NaN, then those without; among the
 * last the next key decides, and in the end the start.
 */
final class RunWalk {
  private final Connection connection;
  private final RunScope scope;
  private final List<Condition> filter;
  private final List<Order> orders;
  private final RunFinder finder;
  private final List<Object> after;
  private final int want;
  private final int budget;
  private final List<Hit> hits = new ArrayList<>();

  private RunWalk(
      Connection connection,
      RunScope scope,
      List<Condition> filter,
      List<Order> orders,
      RunFinder finder,
      List<Object> after,
      int want,
      int budget) {
    this.connection = connection;
    this.scope = scope;
    this.filter = filter;
    this.orders = orders;
    this.finder = finder;
    this.after = after;
    this.want = want;
    this.budget = budget;
  }

  /** Whether there is an index on the first key. */
  static boolean isPossible(List<Order> orders) {
    return orders.isEmpty() || isIndexed(orders.get(0).field());
  }

  /** Whether every run that the walk comes by meets the filter. */
  static boolean answers(List<Condition> filter, List<Order> orders) {
    return filter.stream()
        .allMatch(
            condition ->
                !orders.isEmpty()
                    && condition.field().kind() == Kind.METRIC
                    && condition.field().equals(orders.get(0).field()));
  }

  private static boolean isIndexed(Field field) {
    return switch (field.kind()) {
      case METRIC, PARAM, TAG -> true;
      case ATTRIBUTE -> field.equals(RunWords.START) || field.key().equals("run_name");
      case DATASET -> false;
    };
  }

  /** The runs behind the position, as many as can be found with looking at some {@code budget}. */
  static RunFinder.Found find(
      Connection connection,
      RunScope scope,
      List<Condition> filter,
      List<Order> orders,
      RunFinder finder,
      List<Object> after,
      int want,
      int budget)
      throws SQLException {
    RunWalk walk = new RunWalk(connection, scope, filter, orders, finder, after, want, budget);
    boolean complete = walk.from(0, List.of(), after != null);
    return new RunFinder.Found(walk.hits, complete);
  }

  private boolean from(int key, List<Condition> missing, boolean isBehind) throws SQLException {
    if (key == orders.size()) {
      return add(
          Window.ofStart(scope, true, isBehind ? finder.start(after) : null, budget), missing);
    }
    Order order = orders.get(key);
    Field field = order.field();
    if (field.equals(RunWords.START)) {
      Long start = isBehind ? (Long) after.get(key) : null;
      return add(Window.ofStart(scope, order.descending(), start, budget), missing);
    }
    if (!isIndexed(field)) {
      return add(Window.ofAll(), missing);
    }
    boolean byStart = key == orders.size() - 1;
    Object value = isBehind ? after.get(key) : null;
    boolean isBehindNaN = value instanceof Double real && real.isNaN();
    boolean isBehindMissing = isBehind && value == null;
    if (!isBehindNaN && !isBehindMissing) {
      Long start = byStart && value != null ? finder.start(after) : null;
      if (!add(values(order, byStart, value, start), missing)) {
        return false;
      }
    }
    if (field.kind() == Kind.METRIC && !isBehindMissing && hits.size() < want) {
      Long start = byStart && isBehindNaN ? finder.start(after) : null;
      Window.Walk walk = new Window.Walk(false, byStart, null, start);
      if (!add(Window.ofNaN(scope, field, on(field), walk, budget), missing)) {
        return false;
      }
    }
    if (hits.size() == want || on(field).stream().anyMatch(RunWalk::needsValue)) {
      return true;
    }
    List<Condition> more = new ArrayList<>(missing);
    more.add(RunColumns.missing(field));
    return from(key + 1, more, isBehindMissing);
  }

  /** What the filter asks of the field. */
  private List<Condition> on(Field field) {
    return filter.stream().filter(condition -> condition.field().equals(field)).toList();
  }

  private static boolean needsValue(Condition condition) {
    return condition.operator() != Operator.IS_NULL;
  }

  private Window values(Order order, boolean byStart, Object value, Long start) {
    Field field = order.field();
    return switch (field.kind()) {
      case METRIC ->
          Window.ofMetric(
              scope,
              field,
              on(field),
              new Window.Walk(order.descending(), byStart, value, start),
              budget);
      case PARAM -> text("registry.param", field.key(), order, value);
      case TAG -> text("registry.tag", field.key(), order, value);
      default -> text("registry.tag", RunWords.NAME_TAG, order, value);
    };
  }

  /** Texts that begin alike are told apart by the finder, and so must come all or not. */
  private Window text(String table, String key, Order order, Object value) {
    Window.Walk walk = new Window.Walk(order.descending(), false, value, null);
    return Window.ofText(scope, table, key, walk, budget);
  }

  private boolean add(Window window, List<Condition> also) throws SQLException {
    RunFinder.Found found = finder.find(connection, window, also, after, want - hits.size());
    hits.addAll(found.hits());
    return found.complete();
  }
}
