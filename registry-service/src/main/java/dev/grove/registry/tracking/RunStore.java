package dev.grove.registry.tracking;

import static dev.grove.registry.postgres.Statements.first;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import dev.grove.registry.Tag;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.postgres.UniqueViolation;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** The runs in PostgreSQL; what is logged to them goes through {@link RunLog}. */
@ApplicationScoped
public class RunStore {
  /** The tag in which MLflow's clients keep a run's name a second time. */
  static final String NAME_TAG = "mlflow.runName";

  /** The lock on the experiment makes its deletion wait, which so finds the run. */
  private static final String INSERT =
      """
      with created as (
        insert into registry.run
          (run_id, experiment_id, name, user_id, status, start_time, artifact_uri)
        select ?, experiment_id, ?, ?, 'RUNNING', ?,
          rtrim(artifact_location, '/') || '/' || ? || '/artifacts'
        from registry.experiment where experiment_id = ? and lifecycle_stage = 'active'
        for share
        returning *),
      tags as (
        insert into registry.tag (run_no, key, value, experiment_id, started)
        select run_no, t.key, t.value, experiment_id, start_time
        from created, unnest(?::text[], ?::text[]) t(key, value))
      select * from created
      """;

  private static final String UPDATE =
      """
      with updated as (
        update registry.run
        set status = coalesce(?, status), end_time = coalesce(?, end_time), name = coalesce(?, name)
        where run_id = ? and lifecycle_stage = 'active'
        returning *),
      named as (
        insert into registry.tag (run_no, key, value, experiment_id, started)
        select run_no, 'mlflow.runName', ?, experiment_id, start_time
        from updated where ?::text is not null
        on conflict (run_no, key) do update set value = excluded.value)
      select * from updated
      """;

  private final Database database;
  private final ExperimentStore experiments;
  private final Clock clock;
  private final RandomGenerator random;

  public RunStore(
      Database database, ExperimentStore experiments, Clock clock, RandomGenerator random) {
    this.database = database;
    this.experiments = experiments;
    this.clock = clock;
    this.random = random;
  }

  /**
   * A run to be.
   *
   * @param id chosen by the client; none draws one
   * @param started milliseconds since 1970; none is now
   */
  public record Draft(
      Optional<RunId> id,
      long experiment,
      String name,
      String user,
      OptionalLong started,
      List<Tag> tags) {}

  public Run create(Draft draft) {
    List<Tag> tags = new ArrayList<>(RunLogChecks.tags(false, draft.tags()));
    String name = name(draft.name(), tags);
    RunId id = draft.id().orElseGet(RunId::random);
    List<Tag> all = Tag.lastOfEach(tags);
    long started = draft.started().orElseGet(clock::millis);
    Optional<Run.Info> created;
    try {
      created =
          database.run(
              connection ->
                  first(
                      connection,
                      INSERT,
                      RunRows::info,
                      id.value(),
                      name,
                      draft.user(),
                      started,
                      id.value(),
                      draft.experiment(),
                      Tag.keys(all),
                      Tag.values(all)));
    } catch (UniqueViolation e) {
      throw new RegistryException(
          ErrorCode.RESOURCE_ALREADY_EXISTS, "Run with id=" + id + " already exists.", e);
    }
    return new Run(
        created.orElseThrow(() -> experiments.notActive(draft.experiment())),
        List.of(),
        List.of(),
        all,
        Run.Inputs.NONE,
        List.of());
  }

  /** The run's name, from its field, its tag or thin air; the tag is added where it is missing. */
  private String name(String given, List<Tag> tags) {
    Optional<String> tagged =
        tags.stream().filter(tag -> tag.key().equals(NAME_TAG)).map(Tag::value).reduce((a, b) -> b);
    if (!given.isEmpty() && tagged.isPresent() && !tagged.get().equals(given)) {
      throw RegistryException.invalid(
          "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different"
              + " values (run_name='"
              + given
              + "', mlflow.runName='"
              + tagged.get()
              + "').");
    }
    String name = given;
    if (name.isEmpty()) {
      name = tagged.filter(text -> !text.isEmpty()).orElseGet(() -> RunNames.random(random));
    }
    if (tagged.isEmpty()) {
      tags.addAll(RunLogChecks.tags(true, List.of(new Tag(NAME_TAG, name))));
    }
    return name;
  }

  /** Changes what is given and leaves the rest. */
  public Run.Info update(
      RunId id, Optional<RunStatus> status, OptionalLong ended, Optional<String> name) {
    String newName = name.filter(text -> !text.isEmpty()).orElse(null);
    if (newName != null) {
      RunLogChecks.tags(true, List.of(new Tag(NAME_TAG, newName)));
    }
    return database
        .run(
            connection ->
                first(
                    connection,
                    UPDATE,
                    RunRows::info,
                    status.map(RunStatus::name).orElse(null),
                    ended.isPresent() ? ended.getAsLong() : null,
                    newName,
                    id.value(),
                    newName,
                    newName))
        .orElseThrow(() -> database.run(connection -> notActive(connection, id)));
  }

  /** Why a change found no active run of this id. */
  static RegistryException notActive(Connection connection, RunId id) throws SQLException {
    return first(
            connection,
            "select lifecycle_stage from registry.run where run_id = ?",
            row -> row.getString(1),
            id.value())
        .map(
            stage ->
                RegistryException.invalid(
                    "The run "
                        + id
                        + " must be in the 'active' state. Current state is "
                        + stage
                        + "."))
        .orElseGet(() -> missing(id));
  }

  static RegistryException missing(RunId id) {
    return RegistryException.notFound("Run with id=" + id + " not found");
  }

  public Run require(RunId id) {
    return database
        .run(
            connection ->
                first(connection, RunRows.SELECT + "where r.run_id = ?", RunRows::run, id.value()))
        .orElseThrow(() -> missing(id));
  }

  /** Where the run's artifacts lie. */
  public String artifactUri(RunId id) {
    return database
        .run(
            connection ->
                first(
                    connection,
                    "select artifact_uri from registry.run where run_id = ?",
                    row -> row.getString(1),
                    id.value()))
        .orElseThrow(() -> missing(id));
  }

  /** The runs of these numbers, in their order; one that is gone meanwhile is left out. */
  public static List<Run> list(Connection connection, List<Long> numbers) throws SQLException {
    return RunPages.read(connection, numbers);
  }
}
