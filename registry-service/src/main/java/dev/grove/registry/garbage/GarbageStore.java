package dev.grove.registry.garbage;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.first;
import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.artifact.ArtifactPath;
import dev.grove.registry.artifact.Artifacts;
import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The directories that are garbage.
 *
 * <p>Whoever deletes one holds its row's lock meanwhile: other replicas take others, and after a
 * kill the next one deletes it again, which is harmless.
 */
@ApplicationScoped
public class GarbageStore {
  private static final Logger LOG = Logger.getLogger(GarbageStore.class);
  private static final long FIRST_PAUSE = Duration.ofSeconds(10).toMillis();
  private static final long LONGEST_PAUSE = Duration.ofHours(1).toMillis();

  private static final String CLAIM =
      """
      select garbage_no, collection_no, owner, path, attempts from registry.garbage
      where next_time <= ?
      order by next_time, garbage_no limit 1 for update skip locked
      """;

  /**
   * Waits for changes that did not see the place as garbage yet, and commits at once: later ones
   * see it. See the triggers in V7.
   */
  private static final String BARRIER = "select pg_advisory_xact_lock(7, 1)";

  private static final String STILL_USED =
      """
      select case
        when registry.has_version(?) then 'a model version has its files there'
        when exists (
            select from registry.run r where starts_with(registry.own_path(r.artifact_uri), ? || '/'))
          then 'a run has its artifacts there'
        when exists (
            select from registry.logged_model l
            where starts_with(registry.own_path(l.artifact_uri), ? || '/'))
          then 'a logged model has its files there'
        when exists (
            select from registry.experiment e
            where starts_with(registry.own_path(e.artifact_location) || '/', ? || '/'))
          then 'an experiment has its artifacts there'
        end
      """;

  private static final String REMOVE =
      """
      with gone as (
        delete from registry.garbage where garbage_no = ? returning collection_no)
      update registry.garbage_collection c set directories = directories + 1
      from gone where c.collection_no = gone.collection_no
      """;

  private static final String FAIL =
      """
      update registry.garbage set attempts = attempts + 1, next_time = ?, error = ?
      where garbage_no = ?
      """;

  private final Database database;
  private final Artifacts artifacts;
  private final Clock clock;

  public GarbageStore(Database database, Artifacts artifacts, Clock clock) {
    this.database = database;
    this.artifacts = artifacts;
    this.clock = clock;
  }

  private record Claimed(long id, String path, int attempts) {}

  /** A directory that could not be deleted so far. */
  public record Failing(
      long collection, String owner, String path, int attempts, long next, String error) {}

  /** Deletes the files of one directory whose turn it is; false if there is none. */
  public boolean deleteOne() {
    return database.transaction(
        connection -> {
          Optional<Claimed> claimed =
              first(
                  connection,
                  CLAIM,
                  row ->
                      new Claimed(
                          row.getLong("garbage_no"), row.getString("path"), row.getInt("attempts")),
                  clock.millis());
          if (claimed.isPresent()) {
            delete(connection, claimed.get());
          }
          return claimed.isPresent();
        });
  }

  private void delete(Connection connection, Claimed garbage) throws SQLException {
    Optional<String> failure = failure(garbage);
    if (failure.isEmpty()) {
      change(connection, REMOVE, garbage.id());
    } else {
      LOG.warnf("Garbage at %s stays: %s", garbage.path(), failure.get());
      long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(garbage.attempts(), 20));
      change(connection, FAIL, clock.millis() + pause, failure.get(), garbage.id());
    }
  }

  private Optional<String> failure(Claimed garbage) {
    try {
      Optional<String> used = stillUsed(garbage.path());
      if (used.isEmpty()) {
        artifacts.delete(ArtifactPath.of(garbage.path()));
      }
      return used;
    } catch (IOException | RuntimeException e) {
      LOG.debug("Garbage could not be deleted", e);
      return Optional.of(e.toString());
    }
  }

  private Optional<String> stillUsed(String path) {
    return database.run(
        connection -> {
          first(connection, BARRIER, row -> true);
          return first(
                  connection,
                  STILL_USED,
                  row -> Optional.ofNullable(row.getString(1)),
                  path,
                  path,
                  path,
                  path)
              .orElseThrow();
        });
  }

  /** What could not be deleted, in the order of the next attempt. */
  public List<Failing> failing(int most) {
    return database.run(
        connection ->
            list(
                connection,
                "select * from registry.garbage where attempts > 0"
                    + " order by next_time, garbage_no limit ?",
                row ->
                    new Failing(
                        row.getLong("collection_no"),
                        row.getString("owner"),
                        row.getString("path"),
                        row.getInt("attempts"),
                        row.getLong("next_time"),
                        row.getString("error")),
                most));
  }
}
