package dev.grove.registry.tracking;

import static dev.grove.registry.postgres.Statements.first;
import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.Limits;
import dev.grove.registry.RegistryException;
import dev.grove.registry.Tag;
import dev.grove.registry.postgres.NotNullViolation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds out why PostgreSQL took a batch of {@link RunLog} back. */
final class RunLogRefusal {
  private static final int LONGEST_SHOWN = 250;

  private RunLogRefusal() {}

  /** Says in MLflow's words what PostgreSQL took back. */
  static RegistryException of(
      Connection connection,
      RunId run,
      List<Tag> params,
      RunLog.Batch batch,
      NotNullViolation cause)
      throws SQLException {
    Map<String, String> known = new HashMap<>();
    list(
            connection,
            """
            select p.key, p.value from registry.param p join registry.run r on r.run_no = p.run_no
            where r.run_id = ? and p.key = any(?)
            """,
            row -> new Tag(row.getString(1), row.getString(2)),
            run.value(),
            Tag.keys(params))
        .forEach(param -> known.put(param.key(), param.value()));
    List<Tag> changed =
        params.stream()
            .filter(param -> !param.value().equals(known.getOrDefault(param.key(), param.value())))
            .toList();
    return changed.isEmpty()
        ? missingModel(connection, batch.ofModels())
        : new RegistryException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "Changing param values is not allowed. "
                + (batch.single()
                    ? ofOne(run, changed.get(0), known)
                    : ofSome(run, changed, known)),
            cause);
  }

  private static String ofOne(RunId run, Tag param, Map<String, String> known) {
    return "Param with key='"
        + param.key()
        + "' was already logged with value='"
        + shown(known.get(param.key()))
        + "' for run ID='"
        + run
        + "'. Attempted logging new value '"
        + shown(param.value())
        + "'.";
  }

  private static String ofSome(RunId run, List<Tag> params, Map<String, String> known) {
    return "Params were already logged='"
        + params.stream()
            .map(
                param ->
                    "{'key': '"
                        + param.key()
                        + "', 'old_value': '"
                        + shown(known.get(param.key()))
                        + "', 'new_value': '"
                        + shown(param.value())
                        + "'}")
            .toList()
        + "' for run ID='"
        + run
        + "'.";
  }

  private static String shown(String value) {
    return Limits.cut(LONGEST_SHOWN, value);
  }

  private static RegistryException missingModel(Connection connection, List<ModelMetric> metrics)
      throws SQLException {
    String[] ids =
        metrics.stream().map(metric -> metric.model().value()).distinct().toArray(String[]::new);
    return LoggedModelId.missing(
        first(
                connection,
                """
                select id from unnest(?::text[]) id
                where not exists (select 1 from registry.logged_model l
                  where l.model_id = id and l.lifecycle_stage = 'active')
                """,
                row -> row.getString(1),
                (Object) ids)
            .orElse(""));
  }
}
