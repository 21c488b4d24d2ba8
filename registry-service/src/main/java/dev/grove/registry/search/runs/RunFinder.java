package dev.grove.registry.search.runs;

import dev.grove.registry.postgres.Statements;
import dev.grove.registry.search.Column;
import dev.grove.registry.search.Condition;
import dev.grove.registry.search.Field;
import dev.grove.registry.search.Keyset;
import dev.grove.registry.search.Order;
import dev.grove.registry.search.SortKey;
import dev.grove.registry.search.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at every run of a window: which of them a search finds, in its order. */
final class RunFinder {
  private static final String LOOK_UP =
      """

      from w
      cross join lateral (
        select * from registry.run x where x.run_no = w.run_no limit 1) r
      where r.""";

  private final RunScope scope;
  private final List<Condition> filter;
  private final List<Order> orders;
  private final Keyset keyset;
  private final List<String> names = new ArrayList<>();

  RunFinder(RunScope scope, List<Condition> filter, List<Order> orders) {
    this.scope = scope;
    this.filter = filter;
    this.orders = orders;
    List<SortKey> keys = new ArrayList<>();
    for (Order order : orders) {
      names.add("k" + names.size());
      keys.add(
          new SortKey(
              names.get(names.size() - 1),
              order.field().type(),
              !order.field().equals(RunWords.START),
              order.descending()));
    }
    if (orders.stream().noneMatch(order -> order.field().equals(RunWords.START))) {
      names.add("start_time");
      keys.add(SortKey.always("start_time", Field.Type.WHOLE, true));
    }
    names.add("run_id");
    keys.add(SortKey.always("run_id", Field.Type.TEXT, false));
    keyset = new Keyset(keys);
  }

  Keyset keyset() {
    return keyset;
  }

  /** The part of a position that is the run's start. */
  Long start(List<Object> position) {
    return (Long) position.get(names.size() - 2);
  }

  /**
   * What a search found.
   *
   * @param complete whether it is all that was wanted, or all there is
   */
  record Found(List<Hit> hits, boolean complete) {}

  /**
   * What the search finds in the window.
   *
   * @param also conditions beyond the filter
   * @param after the position to start behind, or null
   */
  Found find(
      Connection connection, Window window, List<Condition> also, List<Object> after, int want)
      throws SQLException {
    Sql sql = statement(window, also, after, want);
    List<Row> rows = Statements.listAsPlannedNow(connection, sql.text(), this::read, sql.values());
    List<Hit> hits = rows.stream().map(Row::hit).flatMap(Optional::stream).toList();
    boolean isWhole = rows.get(0).examined() < window.budget();
    return new Found(hits, isWhole || (window.ordered() && hits.size() == want));
  }

  private record Row(long examined, Optional<Hit> hit) {}

  private Row read(ResultSet row) throws SQLException {
    long examined = row.getLong("examined");
    long runNo = row.getLong("run_no");
    return row.wasNull()
        ? new Row(examined, Optional.empty())
        : new Row(examined, Optional.of(new Hit(runNo, keyset.position(row, names))));
  }

  /** The limit and the offset are walls: each run is looked up, each value taken once. */
  private Sql statement(Window window, List<Condition> also, List<Object> after, int want) {
    Sql sql = new Sql().add("with w as materialized (").add(window.sql());
    sql.add("),\nfound as (select * from (select r.run_no, r.run_id, r.start_time");
    for (int i = 0; i < orders.size(); i++) {
      Column column = RunColumns.of(orders.get(i).field());
      sql.add(",\n  ").add(column.before(), column.values().toArray()).add(" ").add(names.get(i));
    }
    if (window.isAll()) {
      sql.add("\nfrom registry.run r where r.experiment_id = any(?) and r.", (Object) scope.ids());
    } else {
      sql.add(LOOK_UP);
    }
    scope.addStages(sql);
    RunColumns.add(sql, filter.stream().filter(open -> !window.met().contains(open)).toList());
    RunColumns.add(sql, also);
    sql.add("\noffset 0) s\n");
    if (after != null) {
      sql.add("where ");
      keyset.addAfter(sql, after);
    }
    keyset.addOrder(sql.add("\n"));
    sql.add("limit ?)\n", want);
    sql.add("select examined, found.* from (select count(*) examined from w) e");
    sql.add(" left join found on true\n");
    keyset.addOrder(sql);
    return sql;
  }
}
