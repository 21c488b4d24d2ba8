package dev.grove.registry.tracking;

import static dev.grove.registry.postgres.Statements.change;

import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;

/**
 * Puts experiments and runs into the bin and takes them out again. Nothing is lost: garbage
 * collection empties the bin, and counts from the time that something went in.
 *
 * <p>An experiment takes all of its runs along, into the bin and out of it. That is two statements
 * of one transaction: the first waits for runs that are being created, and the second sees them.
 */
@ApplicationScoped
public class Bin {
  private static final String DELETE_RUN =
      """
      update registry.run
      set lifecycle_stage = 'deleted', deleted_time = coalesce(deleted_time, ?)
      where run_id = ?
      """;

  private static final String RESTORE_RUN =
      "update registry.run set lifecycle_stage = 'active', deleted_time = null where run_id = ?";

  private static final String DELETE_EXPERIMENT =
      """
      update registry.experiment
      set lifecycle_stage = 'deleted', last_update_time = ?, deleted_time = ?
      where experiment_id = ? and lifecycle_stage = 'active'
      """;

  private static final String DELETE_RUNS =
      """
      update registry.run
      set lifecycle_stage = 'deleted', deleted_time = coalesce(deleted_time, ?)
      where experiment_id = ? and lifecycle_stage = 'active'
      """;

  private static final String RESTORE_EXPERIMENT =
      """
      update registry.experiment
      set lifecycle_stage = 'active', last_update_time = ?, deleted_time = null
      where experiment_id = ? and lifecycle_stage = 'deleted'
      """;

  private static final String RESTORE_RUNS =
      """
      update registry.run set lifecycle_stage = 'active', deleted_time = null
      where experiment_id = ? and lifecycle_stage = 'deleted'
      """;

  private final Database database;
  private final Clock clock;

  public Bin(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Once more changes nothing. */
  public void delete(RunId run) {
    database.run(connection -> changeRun(connection, run, DELETE_RUN, clock.millis(), run.value()));
  }

  /** One that is not in the bin stays as it is. */
  public void restore(RunId run) {
    database.run(connection -> changeRun(connection, run, RESTORE_RUN, run.value()));
  }

  private static int changeRun(Connection connection, RunId run, String sql, Object... values)
      throws SQLException {
    int rows = change(connection, sql, values);
    if (rows == 0) {
      throw RunStore.missing(run);
    }
    return rows;
  }

  /** An experiment that is in the bin already is none that could go there. */
  public void delete(long experiment) {
    long now = clock.millis();
    database.transaction(
        connection -> {
          changeExperiment(connection, experiment, DELETE_EXPERIMENT, now, now, experiment);
          return change(connection, DELETE_RUNS, now, experiment);
        });
  }

  /** All of its runs come back too, those among them that were deleted one by one. */
  public void restore(long experiment) {
    database.transaction(
        connection -> {
          changeExperiment(connection, experiment, RESTORE_EXPERIMENT, clock.millis(), experiment);
          return change(connection, RESTORE_RUNS, experiment);
        });
  }

  private static void changeExperiment(
      Connection connection, long experiment, String sql, Object... values) throws SQLException {
    if (change(connection, sql, values) == 0) {
      throw ExperimentStore.missing(experiment);
    }
  }
}
