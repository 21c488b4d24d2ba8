package dev.grove.registry.tracking;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.first;

import dev.grove.registry.RegistryException;
import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What is done to single tags of active runs, but for setting them: {@link RunLog} does that. */
@ApplicationScoped
public class RunTags {
  /** The tag in which MLflow's older clients keep what models a run logged. */
  private static final String MODELS_TAG = "mlflow.log-model.history";

  private static final int LONGEST_HISTORY = 1_000_000;

  private static final String DELETE =
      """
      delete from registry.tag t using registry.run r
      where r.run_no = t.run_no and r.lifecycle_stage = 'active' and r.run_id = ? and t.key = ?
      """;

  /** What is there and is no list is replaced, as it never was MLflow's. */
  private static final String ADD_MODEL =
      """
      insert into registry.tag as known (run_no, key, value, experiment_id, started)
      select run_no, ?, '[' || ? || ']', experiment_id, start_time from registry.run
      where run_id = ? and lifecycle_stage = 'active'
      for key share
      on conflict (run_no, key) do update
        set value = case
          when known.value like '[{%}]'
            then left(known.value, -1) || ', ' || substr(excluded.value, 2)
          else excluded.value end
      returning length(value)
      """;

  private final Database database;

  public RunTags(Database database) {
    this.database = database;
  }

  public void delete(RunId run, String key) {
    database.run(
        connection -> {
          int rows = change(connection, DELETE, run.value(), key);
          if (rows == 0) {
            requireActive(connection, run);
            throw RegistryException.notFound("No tag with name: " + key + " in run with id " + run);
          }
          return rows;
        });
  }

  private static void requireActive(Connection connection, RunId run) throws SQLException {
    boolean active =
        first(
                connection,
                "select 1 from registry.run where run_id = ? and lifecycle_stage = 'active'",
                row -> row.getInt(1),
                run.value())
            .isPresent();
    if (!active) {
      throw RunStore.notActive(connection, run);
    }
  }

  /**
   * Adds a model's description to the list of those that the run logged.
   *
   * @param model a JSON object
   */
  public void addModel(RunId run, String model) {
    database.transaction(
        connection -> {
          Optional<Integer> length =
              first(connection, ADD_MODEL, row -> row.getInt(1), MODELS_TAG, model, run.value());
          if (length.isEmpty()) {
            throw RunStore.notActive(connection, run);
          }
          if (length.get() > LONGEST_HISTORY) {
            throw RegistryException.invalid(
                "The run's list of models exceeds " + LONGEST_HISTORY + " characters.");
          }
          return length;
        });
  }
}
