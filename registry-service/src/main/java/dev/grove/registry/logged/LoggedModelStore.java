package dev.grove.registry.logged;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.first;
import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.Limits;
import dev.grove.registry.RegistryException;
import dev.grove.registry.Tag;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.PageToken;
import dev.grove.registry.tracking.ExperimentStore;
import dev.grove.registry.tracking.LoggedModelId;
import dev.grove.registry.tracking.RunNames;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The logged models in PostgreSQL; what belongs to them goes through {@link LoggedModelLog}. */
@ApplicationScoped
public class LoggedModelStore {
  private static final String FORBIDDEN = "/:.%\"'";
  private static final int NAME = 500;
  private static final int TYPE = 500;

  private static final String INSERT =
      """
      with created as (
        insert into registry.logged_model
          (model_id, experiment_id, name, model_type, source_run_id, status, artifact_uri,
            creation_time, last_updated_time)
        select ?, experiment_id, ?, ?, ?, 'LOGGED_MODEL_PENDING',
          rtrim(artifact_location, '/') || '/models/' || ? || '/artifacts', ?, ?
        from registry.experiment where experiment_id = ? and lifecycle_stage = 'active'
        for share
        returning logged_no, artifact_uri),
      params as (
        insert into registry.logged_model_param (logged_no, key, value)
        select logged_no, p.key, p.value from created, unnest(?::text[], ?::text[]) p(key, value)),
      tags as (
        insert into registry.logged_model_tag (logged_no, key, value)
        select logged_no, t.key, t.value from created, unnest(?::text[], ?::text[]) t(key, value))
      select artifact_uri from created
      """;

  private static final String FINALIZE =
      """
      update registry.logged_model set status = ?, last_updated_time = ?
      where model_id = ? and lifecycle_stage = 'active'
      """;

  private static final String DELETE =
      """
      update registry.logged_model
      set lifecycle_stage = 'deleted', last_updated_time = ?, deleted_time = coalesce(deleted_time, ?)
      where model_id = ?
      """;

  private final Database database;
  private final ExperimentStore experiments;
  private final Clock clock;
  private final RandomGenerator random;

  public LoggedModelStore(
      Database database, ExperimentStore experiments, Clock clock, RandomGenerator random) {
    this.database = database;
    this.experiments = experiments;
    this.clock = clock;
    this.random = random;
  }

  /** A logged model to be; without a name it gets one. */
  public record Draft(
      long experiment,
      Optional<String> name,
      String type,
      String runId,
      List<Tag> params,
      List<Tag> tags) {}

  /** Creates it, pending until its files are there. */
  public LoggedModel create(Draft draft) {
    draft.name().ifPresent(LoggedModelStore::checkName);
    Limits.length("model_type", TYPE, draft.type());
    Limits.length("source_run_id", Limits.NAME, draft.runId());
    List<Tag> params = LoggedModelLog.checkedParams(draft.params());
    List<Tag> tags = LoggedModelLog.checkedTags(draft.tags());
    String name = draft.name().orElseGet(() -> RunNames.random(random));
    LoggedModelId id = LoggedModelId.random();
    long now = clock.millis();
    String artifactUri =
        database
            .run(
                connection ->
                    first(
                        connection,
                        INSERT,
                        row -> row.getString(1),
                        id.value(),
                        name,
                        draft.type(),
                        draft.runId(),
                        id.value(),
                        now,
                        now,
                        draft.experiment(),
                        Tag.keys(params),
                        Tag.values(params),
                        Tag.keys(tags),
                        Tag.values(tags)))
            .orElseThrow(() -> experiments.notActive(draft.experiment()));
    return new LoggedModel(
        id.value(),
        draft.experiment(),
        name,
        draft.type(),
        draft.runId(),
        LoggedModelStatus.LOGGED_MODEL_PENDING,
        artifactUri,
        now,
        now,
        params,
        tags,
        List.of());
  }

  private static void checkName(String name) {
    if (name.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0)) {
      throw RegistryException.invalid(
          "Invalid model name ('"
              + (name.length() > 200 ? name.substring(0, 200) + "…" : name)
              + "') provided. Model name must be a non-empty string and cannot contain the following"
              + " characters: ('/', ':', '.', '%', '\"', \"'\")");
    }
    Limits.length("name", NAME, name);
  }

  public LoggedModel require(LoggedModelId id) {
    return find(id, "active").orElseThrow(() -> LoggedModelId.missing(id.value()));
  }

  /** The model, be it in the bin or not. */
  public LoggedModel requireEvenDeleted(LoggedModelId id) {
    return find(id, "active", "deleted").orElseThrow(() -> LoggedModelId.missing(id.value()));
  }

  private Optional<LoggedModel> find(LoggedModelId id, String... stages) {
    return database.run(
        connection ->
            first(
                connection,
                LoggedModelRows.SELECT + "where l.model_id = ? and l.lifecycle_stage = any(?)",
                LoggedModelRows::read,
                id.value(),
                stages));
  }

  /** Says whether the files came. */
  public LoggedModel finish(LoggedModelId id, LoggedModelStatus status) {
    return database.run(
        connection -> {
          if (change(connection, FINALIZE, status.name(), clock.millis(), id.value()) == 0) {
            throw LoggedModelId.missing(id.value());
          }
          return first(
                  connection,
                  LoggedModelRows.SELECT + "where l.model_id = ?",
                  LoggedModelRows::read,
                  id.value())
              .orElseThrow(() -> LoggedModelId.missing(id.value()));
        });
  }

  /** Puts it into the bin; once more changes nothing. */
  public void delete(LoggedModelId id) {
    long now = clock.millis();
    database.run(
        connection -> {
          int rows = change(connection, DELETE, now, now, id.value());
          if (rows == 0) {
            throw LoggedModelId.missing(id.value());
          }
          return rows;
        });
  }

  /** The experiments' models, created last first. */
  public Page<LoggedModel> search(List<Long> experiments, int size, Optional<String> token) {
    StringBuilder sql =
        new StringBuilder(LoggedModelRows.SELECT)
            .append("where l.experiment_id = any(?) and l.lifecycle_stage = 'active'\n");
    List<Object> values = new ArrayList<>();
    values.add(experiments.toArray(Long[]::new));
    token
        .map(text -> PageToken.parse(text, 2))
        .ifPresent(
            after -> {
              sql.append("and (l.creation_time < ? or (l.creation_time = ? and l.model_id > ?))\n");
              values.add(after.number(0));
              values.add(after.number(0));
              values.add(after.key().get(1));
            });
    sql.append("order by l.creation_time desc, l.model_id limit ?");
    values.add(size + 1);
    List<LoggedModel> rows =
        database.run(
            connection ->
                list(connection, sql.toString(), LoggedModelRows::read, values.toArray()));
    return Page.of(rows, size, last -> List.of(Long.toString(last.created()), last.id()));
  }
}
