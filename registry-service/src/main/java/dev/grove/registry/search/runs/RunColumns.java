package dev.grove.registry.search.runs;

import dev.grove.registry.search.Column;
import dev.grove.registry.search.Condition;
import dev.grove.registry.search.Field;
import dev.grove.registry.search.Operator;
import dev.grove.registry.search.Sql;
import java.util.List;

/**
 * Where the values of a run {@code r} are.
 *
 * <p>What was logged is looked up by the run's number and the key, row by row: PostgreSQL can't
 * make a join of a scalar sub-select, and so can't choose one that reads a whole table.
 */
final class RunColumns {
  private static final String METRIC =
      "(select x.value from registry.latest_metric x where x.run_no = r.run_no and x.key = ?)";
  private static final String PARAM =
      "(select x.value from registry.param x where x.run_no = r.run_no and x.key = ?)";
  private static final String TAG =
      "(select x.value from registry.tag x where x.run_no = r.run_no and x.key = ?)";

  private static final String DATASET =
      "(select true from registry.dataset_input x"
          + " join registry.dataset d on d.dataset_no = x.dataset_no where x.run_no = r.run_no and ";
  private static final String CONTEXT =
      "(select true from registry.dataset_input_tag x"
          + " where x.run_no = r.run_no and x.key = 'mlflow.data.context' and x.value";

  private RunColumns() {}

  static Column of(Field field) {
    return switch (field.kind()) {
      case METRIC -> Column.of(METRIC, field.key());
      case PARAM -> Column.of(PARAM, field.key());
      case TAG -> Column.of(TAG, field.key());
      case DATASET -> dataset(field.key());
      case ATTRIBUTE -> attribute(field.key());
    };
  }

  /** Any of the run's datasets may do, another one for each condition. */
  private static Column dataset(String key) {
    return switch (key) {
      case "name" -> Column.within(DATASET + "d.name", " limit 1)");
      case "digest" -> Column.within(DATASET + "d.digest", " limit 1)");
      case "context" -> Column.within(CONTEXT + " collate \"C\"", " limit 1)");
      default -> throw new IllegalArgumentException(key);
    };
  }

  private static Column attribute(String key) {
    return switch (key) {
      case "run_id" -> Column.of("r.run_id");
      case "run_name" -> Column.of(TAG, RunWords.NAME_TAG);
      case "status" -> Column.of("r.status");
      case "user_id" -> Column.of("r.user_id");
      case "artifact_uri" -> Column.of("r.artifact_uri");
      case "start_time" -> Column.of("r.start_time");
      case "end_time" -> Column.of("r.end_time");
      default -> throw new IllegalArgumentException(key);
    };
  }

  /** {@code and} with each condition. */
  static void add(Sql sql, List<Condition> conditions) {
    for (Condition condition : conditions) {
      sql.add("\n  and ").add(of(condition.field()), condition);
    }
  }

  /** That the run has no such value. */
  static Condition missing(Field field) {
    return new Condition.OfPresence(field, Operator.IS_NULL);
  }
}
