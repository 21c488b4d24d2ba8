package dev.grove.registry.tracking;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.first;
import static dev.grove.registry.postgres.Statements.tags;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.Limits;
import dev.grove.registry.RegistryException;
import dev.grove.registry.Tag;
import dev.grove.registry.artifact.ArtifactUri;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.postgres.UniqueViolation;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.Query;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The experiments in PostgreSQL. */
@ApplicationScoped
public class ExperimentStore {
  private static final String COLUMNS = "select e.*, t.keys, t.texts ";

  private static final String TAGS =
      """
      left join lateral (
        select array_agg(key order by key) keys, array_agg(value order by key) texts
        from registry.experiment_tag t where t.experiment_id = e.experiment_id) t on true
      """;

  private static final String SELECT = COLUMNS + "from registry.experiment e\n" + TAGS;

  private static final String SELECT_PAGE = COLUMNS + "from page e\n" + TAGS;

  /** The id is drawn first, because the default location has it in its name. */
  private static final String INSERT =
      """
      with id as (
        select nextval(pg_get_serial_sequence('registry.experiment', 'experiment_id')) id),
      created as (
        insert into registry.experiment
          (experiment_id, name, artifact_location, creation_time, last_update_time)
        select id, ?, coalesce(?, 'mlflow-artifacts:/' || id), ?, ? from id
        returning experiment_id),
      tags as (
        insert into registry.experiment_tag (experiment_id, key, value)
        select experiment_id, t.key, t.value
        from created, unnest(?::text[], ?::text[]) t(key, value))
      select experiment_id from created
      """;

  private static final String RENAME =
      """
      update registry.experiment set name = ?, last_update_time = ?
      where experiment_id = ? and lifecycle_stage = 'active'
      """;

  private final Database database;
  private final Clock clock;

  public ExperimentStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Creates it and answers its id.
   *
   * @param location where artifacts of its runs go; none is the registry's own store
   */
  public long create(String name, Optional<String> location, List<Tag> tags) {
    checkName(name);
    location.ifPresent(ExperimentStore::checkLocation);
    tags.forEach(ExperimentTags::check);
    List<Tag> last = Tag.lastOfEach(tags);
    long now = clock.millis();
    try {
      return database.run(
          connection ->
              first(
                      connection,
                      INSERT,
                      row -> row.getLong(1),
                      name,
                      location.orElse(null),
                      now,
                      now,
                      Tag.keys(last),
                      Tag.values(last))
                  .orElseThrow());
    } catch (UniqueViolation e) {
      throw exists(name, e);
    }
  }

  private static void checkLocation(String uri) {
    if (uri.indexOf('#') >= 0 || uri.indexOf(';') >= 0) {
      throw RegistryException.invalid("'artifact_location' URL can't include fragments or params.");
    }
    ArtifactUri.check("artifact_location", uri);
  }

  private static void checkName(String name) {
    if (name.isEmpty()) {
      throw RegistryException.invalid("Invalid experiment name: ''");
    }
    Limits.length("name", Limits.EXPERIMENT_NAME, name);
  }

  private static RegistryException exists(String name, UniqueViolation cause) {
    return new RegistryException(
        ErrorCode.RESOURCE_ALREADY_EXISTS, "Experiment(name=" + name + ") already exists.", cause);
  }

  /** Gives an active experiment another name. */
  public void rename(long id, String name) {
    checkName(name);
    try {
      database.run(
          connection -> {
            int rows = change(connection, RENAME, name, clock.millis(), id);
            if (rows == 0) {
              throw stage(connection, id)
                  .map(stage -> RegistryException.invalid("Cannot rename a non-active experiment."))
                  .orElseGet(() -> missing(id));
            }
            return rows;
          });
    } catch (UniqueViolation e) {
      throw exists(name, e);
    }
  }

  public Experiment require(long id) {
    return database
        .run(
            connection ->
                first(connection, SELECT + "where e.experiment_id = ?", ExperimentStore::read, id))
        .orElseThrow(() -> missing(id));
  }

  static RegistryException missing(long id) {
    return RegistryException.notFound("No Experiment with id=" + id + " exists");
  }

  /** Why a change found no active experiment of this id. */
  public RegistryException notActive(long id) {
    return database.run(connection -> notActive(connection, id));
  }

  static RegistryException notActive(Connection connection, long id) throws SQLException {
    return stage(connection, id)
        .map(
            stage ->
                RegistryException.invalid(
                    "The experiment "
                        + id
                        + " must be in the 'active' state. Current state is "
                        + stage
                        + "."))
        .orElseGet(() -> missing(id));
  }

  private static Optional<String> stage(Connection connection, long id) throws SQLException {
    return first(
        connection,
        "select lifecycle_stage from registry.experiment where experiment_id = ?",
        row -> row.getString(1),
        id);
  }

  public Experiment require(String name) {
    return database
        .run(
            connection ->
                first(connection, SELECT + "where e.name = ?", ExperimentStore::read, name))
        .orElseThrow(
            () -> RegistryException.notFound("Could not find experiment with name '" + name + "'"));
  }

  /** The experiments that the query's filter lets through. */
  public Page<Experiment> search(View view, Query query) {
    return database.run(connection -> ExperimentSearch.page(connection, SELECT_PAGE, view, query));
  }

  static Experiment read(ResultSet row) throws SQLException {
    return new Experiment(
        row.getLong("experiment_id"),
        row.getString("name"),
        row.getString("artifact_location"),
        LifecycleStage.of(row.getString("lifecycle_stage")),
        row.getLong("creation_time"),
        row.getLong("last_update_time"),
        tags(row, "keys", "texts"));
  }
}
