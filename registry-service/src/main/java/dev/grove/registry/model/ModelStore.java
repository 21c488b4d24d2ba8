package dev.grove.registry.model;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.first;
import static dev.grove.registry.postgres.Statements.list;
import static dev.grove.registry.postgres.Statements.longs;
import static dev.grove.registry.postgres.Statements.tags;
import static dev.grove.registry.postgres.Statements.texts;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.Limits;
import dev.grove.registry.RegistryException;
import dev.grove.registry.Tag;
import dev.grove.registry.event.EventLog;
import dev.grove.registry.event.EventType;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.postgres.UniqueViolation;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.Query;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The registered models in PostgreSQL. */
@ApplicationScoped
public class ModelStore {
  private static final String COLUMNS =
      """
      select m.*, t.keys, t.texts, a.names alias_names, a.versions alias_versions,
        a.times alias_times
      """;

  private static final String TAGS_AND_ALIASES =
      """
      left join lateral (
        select array_agg(key order by key) keys, array_agg(value order by key) texts
        from registry.registered_model_tag t where t.model_no = m.model_no) t on true
      left join lateral (
        select array_agg(alias order by alias) names,
          array_agg(version::int8 order by alias) versions,
          array_agg(last_updated_time order by alias) times
        from registry.model_alias a where a.model_no = m.model_no) a on true
      """;

  private static final String SELECT =
      COLUMNS + "from registry.registered_model m\n" + TAGS_AND_ALIASES;

  private static final String SELECT_PAGE = COLUMNS + "from page m\n" + TAGS_AND_ALIASES;

  private static final String INSERT =
      """
      with created as (
        insert into registry.registered_model (name, description, creation_time, last_updated_time)
        values (?, ?, ?, ?) returning model_no)
      insert into registry.registered_model_tag (model_no, key, value)
      select model_no, t.key, t.value from created, unnest(?::text[], ?::text[]) t(key, value)
      """;

  private final Database database;
  private final EventLog events;
  private final Clock clock;

  public ModelStore(Database database, EventLog events, Clock clock) {
    this.database = database;
    this.events = events;
    this.clock = clock;
  }

  public RegisteredModel create(ModelName name, String description, List<Tag> tags) {
    Limits.length("description", Limits.DESCRIPTION, description);
    List<Tag> last = checkedTags(tags);
    long now = clock.millis();
    try {
      database.transaction(
          connection -> {
            int rows =
                change(
                    connection,
                    INSERT,
                    name.value(),
                    description,
                    now,
                    now,
                    Tag.keys(last),
                    Tag.values(last));
            if (!isPrompt(last)) {
              events.append(
                  connection,
                  EventType.REGISTERED_MODEL_CREATED,
                  name.value(),
                  Map.of(
                      "name",
                      name.value(),
                      "tags",
                      last.stream().collect(Collectors.toMap(Tag::key, Tag::value)),
                      "description",
                      description));
            }
            return rows;
          });
    } catch (UniqueViolation e) {
      throw alreadyExists(name, e);
    }
    return new RegisteredModel(name.value(), description, now, now, last, List.of(), List.of());
  }

  private static RegistryException alreadyExists(ModelName name, UniqueViolation cause) {
    return new RegistryException(
        ErrorCode.RESOURCE_ALREADY_EXISTS,
        "Registered Model (name=" + name + ") already exists.",
        cause);
  }

  /** Whether MLflow's prompt registry makes it, whose changes are no events of models. */
  static boolean isPrompt(List<Tag> tags) {
    return tags.stream()
        .anyMatch(
            tag ->
                tag.key().equals("mlflow.prompt.is_prompt")
                    && tag.value().equalsIgnoreCase("true"));
  }

  static List<Tag> checkedTags(List<Tag> tags) {
    for (Tag tag : tags) {
      Limits.key("key", tag.key());
      Limits.length("value", Limits.MODEL_TAG, tag.value());
    }
    return Tag.lastOfEach(tags);
  }

  public RegisteredModel require(ModelName name) {
    List<RegisteredModel> found =
        database.run(
            connection ->
                withLatest(
                    connection,
                    list(connection, SELECT + "where m.name = ?", ModelStore::read, name.value())));
    if (found.isEmpty()) {
      throw missing(name);
    }
    return found.get(0);
  }

  public static RegistryException missing(ModelName name) {
    return RegistryException.notFound("Registered Model with name=" + name + " not found");
  }

  /** The models that the query's filter lets through. */
  public Page<RegisteredModel> search(Query query) {
    return database.run(
        connection -> {
          Page<Found> page = ModelSearch.page(connection, SELECT_PAGE, ModelStore::read, query);
          return new Page<>(withLatest(connection, page.items()), page.next());
        });
  }

  private record Found(long modelNo, RegisteredModel model) {}

  private static List<RegisteredModel> withLatest(Connection connection, List<Found> found)
      throws SQLException {
    if (found.isEmpty()) {
      return List.of();
    }
    Long[] numbers = found.stream().map(Found::modelNo).toArray(Long[]::new);
    Map<String, List<ModelVersion>> latest =
        VersionStore.latest(connection, numbers).stream()
            .collect(Collectors.groupingBy(ModelVersion::model));
    return found.stream()
        .map(Found::model)
        .map(
            model ->
                new RegisteredModel(
                    model.name(),
                    model.description(),
                    model.created(),
                    model.updated(),
                    model.tags(),
                    model.aliases(),
                    latest.getOrDefault(model.name(), List.of())))
        .toList();
  }

  private static Found read(ResultSet row) throws SQLException {
    List<String> names = texts(row, "alias_names");
    List<Long> versions = longs(row, "alias_versions");
    List<Long> times = longs(row, "alias_times");
    List<Alias> aliases = new ArrayList<>();
    IntStream.range(0, names.size())
        .forEach(
            i -> aliases.add(new Alias(names.get(i), versions.get(i).intValue(), times.get(i))));
    return new Found(
        row.getLong("model_no"),
        new RegisteredModel(
            row.getString("name"),
            row.getString("description"),
            row.getLong("creation_time"),
            row.getLong("last_updated_time"),
            tags(row, "keys", "texts"),
            List.copyOf(aliases),
            List.of()));
  }

  /** The model's number; fails if there is no such model. */
  static long requireExists(Connection connection, ModelName name) throws SQLException {
    return first(
            connection,
            "select model_no from registry.registered_model where name = ?",
            row -> row.getLong(1),
            name.value())
        .orElseThrow(() -> missing(name));
  }
}
