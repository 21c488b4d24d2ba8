package dev.grove.registry.search.runs;

import dev.grove.registry.postgres.Statements;
import dev.grove.registry.search.Condition;
import dev.grove.registry.search.Field;
import dev.grove.registry.search.Operator;
import dev.grove.registry.search.Sql;
import dev.grove.registry.tracking.View;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The sets of runs, one for each indexed field of a filter, in which all that the filter finds must
 * lie.
 *
 * <p>How large each is is counted, up to a bound, rather than estimated: PostgreSQL's statistics
 * know neither which values a metric's key has nor how conditions depend on each other.
 */
final class Candidates {
  private static final String RUNS = "select run_no from registry.run where true";

  private static final String DATASETS =
      "select i.run_no from registry.dataset d"
          + " join registry.dataset_input i on i.dataset_no = d.dataset_no where true";

  private final List<CandidateSet> sets = new ArrayList<>();
  private final RunScope scope;

  Candidates(RunScope scope, List<Condition> filter) {
    this.scope = scope;
    Map<Field, List<Condition>> byField = new LinkedHashMap<>();
    for (Condition condition : filter) {
      if (condition.field().kind() == Field.Kind.DATASET) {
        addDataset(condition);
      } else {
        byField.computeIfAbsent(condition.field(), any -> new ArrayList<>()).add(condition);
      }
    }
    byField.forEach(this::add);
    if (scope.view() == View.DELETED_ONLY) {
      Sql rows = new Sql().add(RUNS);
      scope.addStages(rows.add(" and "));
      sets.add(new CandidateSet(rows, "start_time", false, List.of(), "start_time desc"));
    }
  }

  private void add(Field field, List<Condition> conditions) {
    switch (field.kind()) {
      case METRIC -> addLogged("registry.latest_metric", field.key(), conditions);
      case PARAM -> addLogged("registry.param", field.key(), conditions);
      case TAG -> addLogged("registry.tag", field.key(), conditions);
      case ATTRIBUTE -> addAttribute(field.key(), conditions);
      case DATASET -> throw new IllegalArgumentException(field.key());
    }
  }

  /** Each by itself: one dataset of a run may answer to one condition, another to another. */
  private void addDataset(Condition condition) {
    String key = condition.field().key();
    if (!key.equals("context")) {
      String column = key.equals("name") ? "d.name" : "d.digest";
      Sql rows = new Sql().add(DATASETS);
      sets.add(new CandidateSet(rows, column, false, List.of(condition), "d.name, d.digest"));
    }
  }

  private void addAttribute(String key, List<Condition> conditions) {
    switch (key) {
      case "run_name" -> addLogged("registry.tag", RunWords.NAME_TAG, conditions);
      case "run_id" -> {
        if (conditions.stream().anyMatch(Candidates::names)) {
          addRuns("run_id", conditions, "run_id");
        }
      }
      case "status" -> addRuns("status", conditions, "status, start_time desc");
      case "user_id" -> addRuns("user_id", conditions, "left(user_id, 128)");
      case "end_time" -> addRuns("end_time", conditions, "end_time");
      case "start_time" -> addRuns("start_time", conditions, "start_time desc");
      default -> {}
    }
  }

  private static boolean names(Condition condition) {
    return condition.operator() == Operator.EQUAL || condition.operator() == Operator.IN;
  }

  private void addLogged(String table, String key, List<Condition> conditions) {
    if (conditions.stream().anyMatch(condition -> condition.operator() == Operator.IS_NULL)) {
      return;
    }
    boolean isMetric = table.equals("registry.latest_metric");
    Sql rows = new Sql().add("select run_no from ").add(table).add(" where key = ?", key);
    String order = isMetric ? "value" : "left(value, 128)";
    sets.add(new CandidateSet(rows, "value", !isMetric, conditions, order));
  }

  private void addRuns(String column, List<Condition> conditions, String order) {
    sets.add(
        new CandidateSet(new Sql().add(RUNS), column, column.equals("user_id"), conditions, order));
  }

  /** The smallest set, unless all of them have more than {@code most} runs. */
  Optional<CandidateSet> fewest(Connection connection, int most) throws SQLException {
    if (sets.isEmpty()) {
      return Optional.empty();
    }
    Sql sql = new Sql().add("select array[");
    for (int i = 0; i < sets.size(); i++) {
      sql.add(i == 0 ? "" : ",\n").add("(select count(*) from (");
      sets.get(i).add(sql, scope, most + 1);
      sql.add(") counted)");
    }
    sql.add("] counts");
    List<Long> counts =
        Statements.listAsPlannedNow(
                connection, sql.text(), row -> Statements.longs(row, "counts"), sql.values())
            .get(0);
    int fewest =
        IntStream.range(0, counts.size())
            .reduce((a, b) -> counts.get(b) < counts.get(a) ? b : a)
            .orElseThrow();
    return counts.get(fewest) > most ? Optional.empty() : Optional.of(sets.get(fewest));
  }
}
