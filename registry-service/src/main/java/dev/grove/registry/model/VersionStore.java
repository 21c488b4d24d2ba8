package dev.grove.registry.model;

import static dev.grove.registry.postgres.Statements.first;
import static dev.grove.registry.postgres.Statements.list;
import static dev.grove.registry.postgres.Statements.tags;
import static dev.grove.registry.postgres.Statements.texts;

import dev.grove.registry.Limits;
import dev.grove.registry.RegistryException;
import dev.grove.registry.Tag;
import dev.grove.registry.event.EventLog;
import dev.grove.registry.event.EventType;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.Query;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The versions of registered models in PostgreSQL.
 *
 * <p>The next number comes from the model's row, which PostgreSQL locks for one statement: writers
 * queue there, and no number is given twice or left out.
 */
@ApplicationScoped
public class VersionStore {
  private static final String TAGS_AND_ALIASES =
      """
      left join lateral (
        select array_agg(key order by key) keys, array_agg(value order by key) texts
        from registry.model_version_tag t
        where t.model_no = v.model_no and t.version = v.version) t on true
      left join lateral (
        select array_agg(alias order by alias) names
        from registry.model_alias a
        where a.model_no = v.model_no and a.version = v.version) a on true
      """;

  private static final String SELECT =
      """
      select v.*, m.name, t.keys, t.texts, a.names
      from registry.model_version v
      join registry.registered_model m on m.model_no = v.model_no
      """
          + TAGS_AND_ALIASES;

  private static final String SELECT_PAGE =
      "select v.*, t.keys, t.texts, a.names from page v\n" + TAGS_AND_ALIASES;

  private static final String INSERT =
      """
      with model as (
        update registry.registered_model
        set last_version = last_version + 1, last_updated_time = greatest(last_updated_time, ?)
        where name = ?
        returning model_no, last_version, name),
      created as (
        insert into registry.model_version
          (model_no, version, description, source, storage_location, run_id, run_link,
            creation_time, last_updated_time)
        select model_no, last_version, ?, ?, ?, ?, ?, ?, ? from model
        returning model_no, version, source, run_id, description),
      tags as (
        insert into registry.model_version_tag (model_no, version, key, value)
        select model_no, version, t.key, t.value
        from created, unnest(?::text[], ?::text[]) t(key, value)),
      told as (
        insert into registry.event (occurred, type, model, data)
        select ?, ?, m.name, jsonb_build_object(
          'name', m.name, 'version', c.version::text, 'source', c.source,
          'run_id', nullif(c.run_id, ''), 'description', nullif(c.description, ''),
          'tags', jsonb_object(?::text[], ?::text[]))
        from created c join model m on m.model_no = c.model_no where not ?)
      select version from created
      """;

  private final Database database;
  private final EventLog events;
  private final Clock clock;

  public VersionStore(Database database, EventLog events, Clock clock) {
    this.database = database;
    this.events = events;
    this.clock = clock;
  }

  /** A version to be; {@code storage} is where {@code source} leads. */
  public record Draft(
      ModelName model,
      String source,
      String storage,
      String runId,
      String runLink,
      String description,
      List<Tag> tags) {}

  public ModelVersion create(Draft draft) {
    Limits.length("description", Limits.DESCRIPTION, draft.description());
    Limits.length("run_link", Limits.URI, draft.runLink());
    Limits.length("run_id", Limits.NAME, draft.runId());
    List<Tag> tags = ModelStore.checkedTags(draft.tags());
    long now = clock.millis();
    int version =
        database
            .run(
                connection ->
                    first(
                        connection,
                        INSERT,
                        row -> row.getInt(1),
                        now,
                        draft.model().value(),
                        draft.description(),
                        draft.source(),
                        draft.storage(),
                        draft.runId(),
                        draft.runLink(),
                        now,
                        now,
                        Tag.keys(tags),
                        Tag.values(tags),
                        now,
                        EventType.MODEL_VERSION_CREATED.text(),
                        Tag.keys(tags),
                        Tag.values(tags),
                        ModelStore.isPrompt(tags)))
            .orElseThrow(() -> ModelStore.missing(draft.model()));
    events.appended();
    return new ModelVersion(
        draft.model().value(),
        version,
        draft.description(),
        "None",
        draft.source(),
        draft.storage(),
        draft.runId(),
        draft.runLink(),
        "READY",
        now,
        now,
        tags,
        List.of());
  }

  public ModelVersion require(ModelName model, VersionNumber version) {
    return database
        .run(
            connection ->
                first(
                    connection,
                    SELECT + "where m.name = ? and v.version = ?",
                    VersionStore::read,
                    model.value(),
                    version.value()))
        .orElseThrow(() -> missing(model, version));
  }

  public static RegistryException missing(ModelName model, VersionNumber version) {
    return RegistryException.notFound(
        "Model Version (name=" + model + ", version=" + version + ") not found");
  }

  /** The latest version of each of the stages, or of every stage if there are none. */
  public List<ModelVersion> latest(ModelName model, Set<Stage> stages) {
    List<ModelVersion> latest =
        database.run(
            connection -> {
              Long[] number = {ModelStore.requireExists(connection, model)};
              return latest(connection, number);
            });
    Set<String> wanted = stages.stream().map(Stage::text).collect(Collectors.toSet());
    return latest.stream()
        .filter(version -> wanted.isEmpty() || wanted.contains(version.stage()))
        .toList();
  }

  /** The version that the alias points to; {@code latest} is the one with the greatest number. */
  public ModelVersion require(ModelName model, AliasName alias) {
    return database.run(
        connection -> {
          Optional<ModelVersion> found =
              alias.isLatest()
                  ? first(
                      connection,
                      SELECT + "where m.name = ? order by v.version desc limit 1",
                      VersionStore::read,
                      model.value())
                  : first(
                      connection,
                      SELECT
                          + """
                          join registry.model_alias x
                            on x.model_no = v.model_no and x.version = v.version
                          where m.name = ? and x.alias = ?
                          """,
                      VersionStore::read,
                      model.value(),
                      alias.value());
          if (found.isEmpty()) {
            ModelStore.requireExists(connection, model);
            throw alias.isLatest()
                ? RegistryException.notFound("Latest version not found for model " + model + ".")
                : RegistryException.invalid("Registered model alias " + alias + " not found.");
          }
          return found.get();
        });
  }

  /** The versions that the query's filter lets through. */
  public Page<ModelVersion> search(Query query) {
    return database.run(
        connection -> VersionSearch.page(connection, SELECT_PAGE, VersionStore::read, query));
  }

  /** The latest version of each stage of the models. */
  static List<ModelVersion> latest(Connection connection, Long[] models) throws SQLException {
    return list(
        connection,
        SELECT
            + """
            join (
              select model_no, max(version) version
              from registry.model_version where model_no = any(?)
              group by model_no, current_stage) l
              on l.model_no = v.model_no and l.version = v.version
            order by v.model_no, v.version
            """,
        VersionStore::read,
        (Object) models);
  }

  private static ModelVersion read(ResultSet row) throws SQLException {
    return new ModelVersion(
        row.getString("name"),
        row.getInt("version"),
        row.getString("description"),
        row.getString("current_stage"),
        row.getString("source"),
        row.getString("storage_location"),
        row.getString("run_id"),
        row.getString("run_link"),
        row.getString("status"),
        row.getLong("creation_time"),
        row.getLong("last_updated_time"),
        tags(row, "keys", "texts"),
        texts(row, "names"));
  }
}
