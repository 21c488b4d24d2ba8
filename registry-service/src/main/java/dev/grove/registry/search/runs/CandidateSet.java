package dev.grove.registry.search.runs;

import dev.grove.registry.search.Column;
import dev.grove.registry.search.Condition;
import dev.grove.registry.search.Sql;
import java.util.List;

/**
 * Runs of a scope that an index finds.
 *
 * @param rows selects {@code run_no} from a table with an {@code experiment_id}, up to and with a
 *     condition
 * @param column what the conditions are about
 * @param order the index's columns behind the experiment and the key: PostgreSQL estimates a limit
 *     of rows in an index's order from that index alone, and so takes it
 */
record CandidateSet(
    Sql rows, String column, boolean byPrefix, List<Condition> conditions, String order) {
  /** Up to so many of them, as {@code run_no}; some may come twice. */
  void add(Sql sql, RunScope scope, int most) {
    sql.add("select c.run_no ");
    scope.addEach(sql);
    sql.add("cross join lateral (").add(rows);
    for (Condition condition : conditions) {
      if (byPrefix) {
        Prefixes.add(sql, column, condition);
      }
      sql.add(" and ").add(Column.of(column), condition);
    }
    sql.add(" and experiment_id = e.id order by ").add(order);
    sql.add(" limit ?) c limit ?", most, most);
  }
}
