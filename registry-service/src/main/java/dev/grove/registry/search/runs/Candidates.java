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
  private static final String BY_PREFIX = "left(value, 128)";

  private final List<CandidateSet> sets = new ArrayList<>();
  private final RunScope scope;

  Candidates(RunScope scope, List<Condition> filter) {
    this.scope = scope;
    Map<Field, List<Condition>> byField = new LinkedHashMap<>();
    for (Condition condition : filter) {
      byField.computeIfAbsent(condition.field(), any -> new ArrayList<>()).add(condition);
    }
    byField.forEach(this::add);
    if (scope.view() == View.DELETED_ONLY) {
      addRuns("lifecycle_stage", false, List.of(), "start_time desc");
    }
  }

  private void add(Field field, List<Condition> conditions) {
    switch (field.kind()) {
      case METRIC -> addLogged("registry.latest_metric", field.key(), false, conditions, "value");
      case PARAM -> addLogged("registry.param", field.key(), true, conditions, BY_PREFIX);
      case TAG -> addLogged("registry.tag", field.key(), true, conditions, BY_PREFIX);
      case DATASET -> {}
      case ATTRIBUTE -> addAttribute(field.key(), conditions);
    }
  }

  private void addAttribute(String key, List<Condition> conditions) {
    switch (key) {
      case "run_name" ->
          addLogged("registry.tag", RunWords.NAME_TAG, true, conditions, BY_PREFIX);
      case "run_id" -> {
        if (conditions.stream().anyMatch(Candidates::names)) {
          addRuns("run_id", false, conditions, "run_id");
        }
      }
      case "status" -> addRuns("status", false, conditions, "status, start_time desc");
      case "user_id" -> addRuns("user_id", true, conditions, "left(user_id, 128)");
      case "end_time" -> addRuns("end_time", false, conditions, "end_time");
      case "start_time" -> addRuns("start_time", false, conditions, "start_time desc");
      default -> {}
    }
  }

  private static boolean names(Condition condition) {
    return condition.operator() == Operator.EQUAL || condition.operator() == Operator.IN;
  }

  private void addLogged(
      String table, String key, boolean byPrefix, List<Condition> conditions, String order) {
    if (conditions.stream().noneMatch(condition -> condition.operator() == Operator.IS_NULL)) {
      sets.add(
          new CandidateSet(table, Optional.of(key), "value", byPrefix, conditions, order));
    }
  }

  private void addRuns(
      String column, boolean byPrefix, List<Condition> conditions, String order) {
    sets.add(
        new CandidateSet("registry.run", Optional.empty(), column, byPrefix, conditions, order));
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
