package dev.grove.registry.tracking;

import static dev.grove.registry.postgres.Statements.doubles;
import static dev.grove.registry.postgres.Statements.first;
import static dev.grove.registry.postgres.Statements.list;
import static dev.grove.registry.postgres.Statements.longs;
import static dev.grove.registry.postgres.Statements.tags;
import static dev.grove.registry.postgres.Statements.texts;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import dev.grove.registry.Tag;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.postgres.UniqueViolation;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.PageToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The runs in PostgreSQL; what is logged to them goes through {@link RunLog}. */
@ApplicationScoped
public class RunStore {
  /** The tag in which MLflow's clients keep a run's name a second time. */
  static final String NAME_TAG = "mlflow.runName";

  private static final String INSERT =
      """
      with created as (
        insert into registry.run
          (run_id, experiment_id, name, user_id, status, start_time, artifact_uri)
        select ?, experiment_id, ?, ?, 'RUNNING', ?,
          rtrim(artifact_location, '/') || '/' || ? || '/artifacts'
        from registry.experiment where experiment_id = ? and lifecycle_stage = 'active'
        returning *),
      tags as (
        insert into registry.tag (run_no, key, value)
        select run_no, t.key, t.value from created, unnest(?::text[], ?::text[]) t(key, value))
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
        insert into registry.tag (run_no, key, value)
        select run_no, 'mlflow.runName', ? from updated where ?::text is not null
        on conflict (run_no, key) do update set value = excluded.value)
      select * from updated
      """;

  private static final String SELECT =
      """
      select r.*, m.keys metric_keys, m.points metric_values, m.times metric_times,
        m.steps metric_steps, p.keys param_keys, p.texts param_values, t.keys tag_keys,
        t.texts tag_values
      from registry.run r
      left join lateral (
        select array_agg(key order by key) keys, array_agg(value order by key) points,
          array_agg(timestamp order by key) times, array_agg(step order by key) steps
        from registry.latest_metric m where m.run_no = r.run_no) m on true
      left join lateral (
        select array_agg(key order by key) keys, array_agg(value order by key) texts
        from registry.param p where p.run_no = r.run_no) p on true
      left join lateral (
        select array_agg(key order by key) keys, array_agg(value order by key) texts
        from registry.tag t where t.run_no = r.run_no) t on true
      """;

  private final Database database;
  private final Clock clock;
  private final RandomGenerator random;

  public RunStore(Database database, Clock clock, RandomGenerator random) {
    this.database = database;
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
    List<Tag> tags = new ArrayList<>(RunLog.checkedTags(draft.tags()));
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
                      RunStore::info,
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
        created.orElseThrow(() -> withoutExperiment(draft.experiment())),
        List.of(),
        List.of(),
        all);
  }

  private RegistryException withoutExperiment(long experiment) {
    return database
        .run(
            connection ->
                first(
                    connection,
                    "select lifecycle_stage from registry.experiment where experiment_id = ?",
                    row -> row.getString(1),
                    experiment))
        .map(
            stage ->
                RegistryException.invalid(
                    "The experiment "
                        + experiment
                        + " must be in the 'active' state. Current state is "
                        + stage
                        + "."))
        .orElseGet(
            () -> RegistryException.notFound("No Experiment with id=" + experiment + " exists"));
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
      tags.addAll(RunLog.checkedTags(List.of(new Tag(NAME_TAG, name))));
    }
    return name;
  }

  /** Changes what is given and leaves the rest. */
  public Run.Info update(
      RunId id, Optional<RunStatus> status, OptionalLong ended, Optional<String> name) {
    String newName = name.filter(text -> !text.isEmpty()).orElse(null);
    if (newName != null) {
      RunLog.checkedTags(List.of(new Tag(NAME_TAG, newName)));
    }
    return database
        .run(
            connection ->
                first(
                    connection,
                    UPDATE,
                    RunStore::info,
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

  private static RegistryException missing(RunId id) {
    return RegistryException.notFound("Run with id=" + id + " not found");
  }

  public Run require(RunId id) {
    return database
        .run(
            connection ->
                first(connection, SELECT + "where r.run_id = ?", RunStore::run, id.value()))
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

  /** The experiments' runs, started last first. */
  public Page<Run> search(List<Long> experiments, View view, int size, Optional<String> token) {
    StringBuilder sql =
        new StringBuilder(SELECT)
            .append("where r.experiment_id = any(?) and r.lifecycle_stage = any(?)\n");
    List<Object> values = new ArrayList<>();
    values.add(experiments.toArray(Long[]::new));
    values.add(view.stages());
    token
        .map(text -> PageToken.parse(text, 2))
        .ifPresent(
            after -> {
              sql.append("and (r.start_time < ? or (r.start_time = ? and r.run_id > ?))\n");
              values.add(after.number(0));
              values.add(after.number(0));
              values.add(after.key().get(1));
            });
    sql.append("order by r.start_time desc, r.run_id limit ?");
    values.add(size + 1);
    List<Run> rows =
        database.run(
            connection -> list(connection, sql.toString(), RunStore::run, values.toArray()));
    return Page.of(
        rows, size, last -> List.of(Long.toString(last.info().started()), last.info().id()));
  }

  private static Run run(ResultSet row) throws SQLException {
    List<String> keys = texts(row, "metric_keys");
    List<Double> points = doubles(row, "metric_values");
    List<Long> times = longs(row, "metric_times");
    List<Long> steps = longs(row, "metric_steps");
    return new Run(
        info(row),
        IntStream.range(0, keys.size())
            .mapToObj(i -> new Metric(keys.get(i), points.get(i), times.get(i), steps.get(i)))
            .toList(),
        tags(row, "param_keys", "param_values"),
        tags(row, "tag_keys", "tag_values"));
  }

  private static Run.Info info(ResultSet row) throws SQLException {
    long ended = row.getLong("end_time");
    boolean running = row.wasNull();
    return new Run.Info(
        row.getString("run_id"),
        row.getLong("experiment_id"),
        row.getString("name"),
        row.getString("user_id"),
        RunStatus.valueOf(row.getString("status")),
        row.getLong("start_time"),
        running ? OptionalLong.empty() : OptionalLong.of(ended),
        row.getString("artifact_uri"),
        LifecycleStage.of(row.getString("lifecycle_stage")));
  }
}
