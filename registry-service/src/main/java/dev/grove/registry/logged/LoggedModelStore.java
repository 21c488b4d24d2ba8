package dev.grove.registry.logged;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.first;

import dev.grove.registry.Limits;
import dev.grove.registry.RegistryException;
import dev.grove.registry.Tag;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.search.Field;
import dev.grove.registry.search.Listing;
import dev.grove.registry.search.Order;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.Query;
import dev.grove.registry.search.SortKey;
import dev.grove.registry.search.Sql;
import dev.grove.registry.tracking.ExperimentStore;
import dev.grove.registry.tracking.LoggedModelId;
import dev.grove.registry.tracking.RunNames;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
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

  /** The experiments' models that the filter lets through, created last first if not ordered. */
  public Page<LoggedModel> search(
      List<Long> experiments,
      Query query,
      List<LoggedModelSearch.On> datasets,
      List<LoggedModelSearch.By> orders) {
    Sql rows = new Sql().add("select * from (select l.*");
    for (int i = 0; i < orders.size(); i++) {
      orders.get(i).addValue(rows.add(", "));
      rows.add(" k" + i);
    }
    rows.add(" from registry.logged_model l where l.experiment_id = any(?)", ids(experiments))
        .add(" and l.lifecycle_stage = 'active') l where true");
    Listing<LoggedModel> listing =
        new Listing<>(
            rows,
            LoggedModelRows.SELECT_PAGE,
            field -> LoggedModelSearch.column(field, datasets),
            LoggedModelRows::read);
    for (int i = 0; i < orders.size(); i++) {
      Order order = orders.get(i).order();
      listing.sort(new SortKey("l.k" + i, order.field().type(), true, order.descending()));
    }
    listing.sort(SortKey.always("l.creation_time", Field.Type.WHOLE, true));
    listing.sort(SortKey.always("l.model_id", Field.Type.TEXT, false));
    boolean hasMetric =
        query.filter().stream().anyMatch(one -> one.field().kind() == Field.Kind.METRIC);
    List<Sql> measured =
        datasets.isEmpty() || hasMetric ? List.of() : List.of(LoggedModelSearch.measured(datasets));
    return database.run(connection -> listing.page(connection, query, measured));
  }

  private static Object ids(List<Long> experiments) {
    return experiments.toArray(Long[]::new);
  }
}
