package dev.grove.registry.logged;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.first;
import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.Limits;
import dev.grove.registry.RegistryException;
import dev.grove.registry.Tag;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.tracking.LoggedModelId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes parameters and tags of logged models. Parameters are written once (the same value again is
 * fine), tags overwrite.
 */
@ApplicationScoped
public class LoggedModelLog {
  /** The tag in which MLflow keeps what versions a logged model became. */
  private static final String VERSIONS_TAG = "mlflow.modelVersions";

  private static final int MOST = 1_000;
  private static final int KEY = 255;
  private static final int VALUE = 1_000_000;

  private static final String INSERT_PARAMS =
      """
      insert into registry.logged_model_param (logged_no, key, value)
      select ?, p.key, p.value from unnest(?::text[], ?::text[]) p(key, value)
      on conflict do nothing
      """;

  private static final String UPSERT_TAGS =
      """
      insert into registry.logged_model_tag (logged_no, key, value)
      select ?, t.key, t.value from unnest(?::text[], ?::text[]) t(key, value)
      on conflict (logged_no, key) do update set value = excluded.value
      """;

  private static final String ADD_VERSION =
      """
      insert into registry.logged_model_tag as known (logged_no, key, value)
      select logged_no, ?, jsonb_build_array(jsonb_build_object('name', ?::text, 'version', ?::int))::text
      from registry.logged_model where model_id = ? and lifecycle_stage = 'active'
      on conflict (logged_no, key) do update
        set value = case
          when known.value like '[{%}]'
            then left(known.value, -1) || ', ' || substr(excluded.value, 2)
          else excluded.value end
      """;

  private final Database database;

  public LoggedModelLog(Database database) {
    this.database = database;
  }

  static List<Tag> checkedParams(List<Tag> params) {
    List<Tag> last = checkedTags(params);
    if (last.size() < params.size()) {
      throw RegistryException.invalid(
          "Duplicate parameter keys have been submitted. Please ensure the request contains only"
              + " one param value per param key.");
    }
    return last;
  }

  static List<Tag> checkedTags(List<Tag> tags) {
    if (tags.size() > MOST) {
      throw RegistryException.invalid("A request can contain at most " + MOST + " of them.");
    }
    for (Tag tag : tags) {
      Limits.length("key", KEY, tag.key());
      Limits.length("value", VALUE, tag.value());
    }
    return Tag.lastOfEach(tags);
  }

  /**
   * Writes parameters, all of them or none.
   *
   * @throws RegistryException if one has another value already
   */
  public void writeParams(LoggedModelId id, List<Tag> params) {
    List<Tag> checked = checkedParams(params);
    database.transaction(
        connection -> {
          long number = require(connection, id);
          int rows =
              change(connection, INSERT_PARAMS, number, Tag.keys(checked), Tag.values(checked));
          if (rows < checked.size()) {
            refuseChanges(connection, id, number, checked);
          }
          return rows;
        });
  }

  private static long require(Connection connection, LoggedModelId id) throws SQLException {
    return first(
            connection,
            """
            select logged_no from registry.logged_model
            where model_id = ? and lifecycle_stage = 'active'
            """,
            row -> row.getLong(1),
            id.value())
        .orElseThrow(() -> LoggedModelId.missing(id.value()));
  }

  private static void refuseChanges(
      Connection connection, LoggedModelId id, long number, List<Tag> params) throws SQLException {
    Map<String, String> known = new HashMap<>();
    list(
            connection,
            "select key, value from registry.logged_model_param where logged_no = ? and key = any(?)",
            row -> new Tag(row.getString(1), row.getString(2)),
            number,
            Tag.keys(params))
        .forEach(param -> known.put(param.key(), param.value()));
    List<String> changed = new ArrayList<>();
    params.stream()
        .filter(param -> !param.value().equals(known.get(param.key())))
        .forEach(param -> changed.add(param.key()));
    if (!changed.isEmpty()) {
      throw RegistryException.invalid(
          "Changing param values is not allowed. Params "
              + changed
              + " were already logged with other values for the logged model with ID '"
              + id
              + "'.");
    }
  }

  /** Sets tags; of one key the last one counts. */
  public void setTags(LoggedModelId id, List<Tag> tags) {
    List<Tag> last = checkedTags(tags);
    database.run(
        connection ->
            change(
                connection,
                UPSERT_TAGS,
                require(connection, id),
                Tag.keys(last),
                Tag.values(last)));
  }

  public void deleteTag(LoggedModelId id, String key) {
    database.run(
        connection -> {
          int rows =
              change(
                  connection,
                  "delete from registry.logged_model_tag where logged_no = ? and key = ?",
                  require(connection, id),
                  key);
          if (rows == 0) {
            throw RegistryException.notFound(
                "No tag with key '" + key + "' found for model with ID '" + id + "'.");
          }
          return rows;
        });
  }

  /** Notes in a tag, as MLflow does, that the model became a version of a registered one. */
  public void addVersion(LoggedModelId id, String model, int version) {
    database.run(
        connection -> change(connection, ADD_VERSION, VERSIONS_TAG, model, version, id.value()));
  }
}
