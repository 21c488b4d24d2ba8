package dev.grove.registry.search.runs;

import dev.grove.registry.search.Column;
import dev.grove.registry.search.Condition;
import dev.grove.registry.search.Sql;
import java.util.List;
import java.util.Optional;

/**
 * Runs of a scope that an index finds.
 *
 * @param key restricts a table of logged things to one key
 * @param column what the conditions are about
 * @param order the index's columns behind the experiment and the key: PostgreSQL estimates a limit
 *     of rows in an index's order from that index alone, and so takes it
 */
record CandidateSet(
    String table,
    Optional<String> key,
    String column,
    boolean indexedByPrefix,
    List<Condition> conditions,
    String order) {
  private static final String NUMBERS = "select c.run_no ";

  /** Up to so many of them, as {@code run_no}. */
  void add(Sql sql, RunScope scope, int most) {
    sql.add(NUMBERS);
    scope.addEach(sql);
    sql.add("cross join lateral (select run_no from ").add(table);
    sql.add(" where experiment_id = e.id");
    key.ifPresent(name -> sql.add(" and key = ?", name));
    for (Condition condition : conditions) {
      if (indexedByPrefix) {
        Prefixes.add(sql, column, condition);
      }
      sql.add(" and ").add(Column.of(column), condition);
    }
    if (column.equals("lifecycle_stage")) {
      sql.add(" and ");
      scope.addStages(sql);
    }
    sql.add(" order by ").add(order).add(" limit ?) c limit ?", most, most);
  }
}
