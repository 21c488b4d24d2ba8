package dev.grove.registry.search.runs;

import dev.grove.registry.search.Column;
import dev.grove.registry.search.Condition;
import dev.grove.registry.search.Field;
import dev.grove.registry.search.Sql;
import java.util.List;

/**
 * Some runs of a scope, as {@code w}, of which a search keeps those that its filter lets through.
 *
 * @param sql up to {@code budget} run numbers
 * @param budget how many runs there may be; with as many or more there are others behind
 * @param ordered whether what is left out comes later in the search's order
 * @param met conditions of the filter that all of the runs meet
 */
record Window(Sql sql, int budget, boolean ordered, List<Condition> met) {
  /** More experiments are not looked at one by one where one index has the runs of all. */
  private static final int MANY = 16;

  /** A set of candidates with fewer than {@code budget} runs. */
  static Window of(CandidateSet set, RunScope scope, int budget) {
    Sql sql = new Sql().add("select distinct run_no from (");
    set.add(sql, scope, budget);
    return new Window(sql.add(") c"), budget, false, List.of());
  }

  /** All runs of the scope, which are read one after the other and not looked up. */
  static Window ofAll() {
    return new Window(new Sql().add("select 1 where false"), Integer.MAX_VALUE, false, List.of());
  }

  boolean isAll() {
    return budget == Integer.MAX_VALUE && !ordered;
  }

  /**
   * Runs in the order of their start.
   *
   * @param from the first start, or null
   */
  static Window ofStart(RunScope scope, boolean descending, Long from, int budget) {
    String order = descending ? "start_time desc" : "start_time";
    Sql sql = new Sql().add("select c.run_no ");
    boolean each = scope.ids().length <= MANY;
    if (each) {
      scope.addEach(sql);
      sql.add("cross join lateral (select run_no, start_time from registry.run")
          .add(" where experiment_id = e.id and ");
    } else {
      sql.add("from (select run_no, start_time from registry.run")
          .add(" where experiment_id = any(?) and ", (Object) scope.ids());
    }
    scope.addStages(sql);
    if (from != null) {
      sql.add(descending ? " and start_time <= ?" : " and start_time >= ?", from);
    }
    sql.add(" order by ").add(order).add(" fetch first ? rows with ties) c\n", budget);
    sql.add("order by c.").add(order).add(" fetch first ? rows with ties", budget);
    return new Window(sql, budget, true, List.of());
  }

  /** Where a walk through the values of a key begins, and how far ties are told apart. */
  record Walk(boolean descending, boolean byStart, Object from, Long start) {}

  /**
   * Runs in the order of a metric's latest value; those with NaN are not among them.
   *
   * @param met conditions on the metric
   */
  static Window ofMetric(RunScope scope, Field metric, List<Condition> met, Walk walk, int budget) {
    Sql range = new Sql().add("value < 'NaN'");
    if (walk.from() != null && walk.descending() && walk.byStart()) {
      range.add(" and (value, started) <= (?, ?)", walk.from(), walk.start());
    } else if (walk.from() != null) {
      range.add(walk.descending() ? " and value <= ?" : " and value >= ?", walk.from());
    }
    return ofMetric(scope, metric, met, range, walk, budget);
  }

  private static Window ofMetric(
      RunScope scope, Field metric, List<Condition> met, Sql range, Walk walk, int budget) {
    for (Condition condition : met) {
      range.add(" and ").add(Column.of("value"), condition);
    }
    String table = "registry.latest_metric";
    return new Window(
        ofLogged(table, metric.key(), scope, range, "value", walk, budget), budget, true, met);
  }

  /** Runs whose metric is NaN. */
  static Window ofNaN(RunScope scope, Field metric, List<Condition> met, Walk walk, int budget) {
    Sql range = new Sql().add("value = 'NaN'");
    if (walk.start() != null) {
      range.add(" and started <= ?", walk.start());
    }
    return ofMetric(scope, metric, met, range, walk, budget);
  }

  /** Runs in the order of the first characters of a parameter or tag. */
  static Window ofText(RunScope scope, String table, String key, Walk walk, int budget) {
    Sql range = new Sql().add("true");
    if (walk.from() != null) {
      range.add(
          walk.descending()
              ? " and left(value, 128) <= left(?, 128)"
              : " and left(value, 128) >= left(?, 128)",
          walk.from());
    }
    return new Window(
        ofLogged(table, key, scope, range, "left(value, 128)", walk, budget),
        budget,
        true,
        List.of());
  }

  private static Sql ofLogged(
      String table, String key, RunScope scope, Sql range, String by, Walk walk, int budget) {
    Sql sql = new Sql().add("select c.run_no ");
    scope.addEach(sql);
    sql.add("cross join lateral (select run_no, started, ").add(by).add(" place from ").add(table);
    sql.add(" where experiment_id = e.id and key = ? and ", key).add(range);
    sql.add("\n  order by ")
        .add(by)
        .add(direction(walk))
        .add(" fetch first ? rows with ties) c\n", budget);
    return sql.add("order by place")
        .add(direction(walk))
        .add(" fetch first ? rows with ties", budget);
  }

  private static String direction(Walk walk) {
    return (walk.descending() ? " desc" : "") + (walk.byStart() ? ", started desc" : "");
  }
}
