package dev.grove.registry.model;

import static dev.grove.registry.postgres.Statements.first;

import dev.grove.registry.Tag;
import dev.grove.registry.event.EventLog;
import dev.grove.registry.event.EventType;
import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Sets and removes single tags of registered models and of their versions. */
@ApplicationScoped
public class TagStore {
  private static final String SET_ON_MODEL =
      """
      insert into registry.registered_model_tag (model_no, key, value)
      select model_no, ?, ? from registry.registered_model where name = ?
      on conflict (model_no, key) do update set value = excluded.value
      returning exists (
        select 1 from registry.registered_model_tag p
        where p.model_no = registered_model_tag.model_no and p.key = 'mlflow.prompt.is_prompt'
          and lower(p.value) = 'true')
      """;

  private static final String DELETE_ON_MODEL =
      """
      with found as (
        select model_no from registry.registered_model where name = ?),
      gone as (
        delete from registry.registered_model_tag t using found f
        where t.model_no = f.model_no and t.key = ?)
      select exists (
        select 1 from registry.registered_model_tag p
        where p.model_no = found.model_no and p.key = 'mlflow.prompt.is_prompt'
          and lower(p.value) = 'true')
      from found
      """;

  private static final String SET_ON_VERSION =
      """
      insert into registry.model_version_tag (model_no, version, key, value)
      select v.model_no, v.version, ?, ?
      from registry.model_version v
      join registry.registered_model m on m.model_no = v.model_no
      where m.name = ? and v.version = ?
      on conflict (model_no, version, key) do update set value = excluded.value
      returning exists (
        select 1 from registry.registered_model_tag p
        where p.model_no = model_version_tag.model_no and p.key = 'mlflow.prompt.is_prompt'
          and lower(p.value) = 'true')
      """;

  private static final String DELETE_ON_VERSION =
      """
      with found as (
        select v.model_no, v.version
        from registry.model_version v
        join registry.registered_model m on m.model_no = v.model_no
        where m.name = ? and v.version = ?),
      gone as (
        delete from registry.model_version_tag t using found f
        where t.model_no = f.model_no and t.version = f.version and t.key = ?)
      select exists (
        select 1 from registry.registered_model_tag p
        where p.model_no = found.model_no and p.key = 'mlflow.prompt.is_prompt'
          and lower(p.value) = 'true')
      from found
      """;

  private final Database database;
  private final EventLog events;

  public TagStore(Database database, EventLog events) {
    this.database = database;
    this.events = events;
  }

  public void set(ModelName model, Tag tag) {
    ModelStore.checkedTags(List.of(tag));
    database.transaction(
        connection -> {
          boolean prompt =
              first(
                      connection,
                      SET_ON_MODEL,
                      row -> row.getBoolean(1),
                      tag.key(),
                      tag.value(),
                      model.value())
                  .orElseThrow(() -> ModelStore.missing(model));
          // The statement does not see the tag that it sets.
          boolean becomesPrompt = ModelStore.isPrompt(List.of(tag));
          Map<String, String> data =
              Map.of("name", model.value(), "key", tag.key(), "value", tag.value());
          tell(
              connection, prompt || becomesPrompt, EventType.REGISTERED_MODEL_TAG_SET, model, data);
          return prompt;
        });
  }

  /** Removes the tag; none there is fine, no such model is not. */
  public void delete(ModelName model, String key) {
    ModelStore.checkedTags(List.of(new Tag(key, "")));
    database.transaction(
        connection -> {
          boolean prompt =
              first(connection, DELETE_ON_MODEL, row -> row.getBoolean(1), model.value(), key)
                  .orElseThrow(() -> ModelStore.missing(model));
          Map<String, String> data = Map.of("name", model.value(), "key", key);
          tell(connection, prompt, EventType.REGISTERED_MODEL_TAG_DELETED, model, data);
          return prompt;
        });
  }

  public void set(ModelName model, VersionNumber version, Tag tag) {
    ModelStore.checkedTags(List.of(tag));
    database.transaction(
        connection -> {
          boolean prompt =
              first(
                      connection,
                      SET_ON_VERSION,
                      row -> row.getBoolean(1),
                      tag.key(),
                      tag.value(),
                      model.value(),
                      version.value())
                  .orElseThrow(() -> VersionStore.missing(model, version));
          Map<String, String> data =
              Map.of(
                  "name",
                  model.value(),
                  "version",
                  version.toString(),
                  "key",
                  tag.key(),
                  "value",
                  tag.value());
          tell(connection, prompt, EventType.MODEL_VERSION_TAG_SET, model, data);
          return prompt;
        });
  }

  /** Removes the tag; none there is fine, no such version is not. */
  public void delete(ModelName model, VersionNumber version, String key) {
    ModelStore.checkedTags(List.of(new Tag(key, "")));
    database.transaction(
        connection -> {
          boolean prompt =
              first(
                      connection,
                      DELETE_ON_VERSION,
                      row -> row.getBoolean(1),
                      model.value(),
                      version.value(),
                      key)
                  .orElseThrow(() -> VersionStore.missing(model, version));
          Map<String, String> data =
              Map.of("name", model.value(), "version", version.toString(), "key", key);
          tell(connection, prompt, EventType.MODEL_VERSION_TAG_DELETED, model, data);
          return prompt;
        });
  }

  /** Prompts of MLflow's prompt registry are no models, and their tags no events of models. */
  private void tell(
      Connection connection,
      boolean prompt,
      EventType type,
      ModelName model,
      Map<String, String> data)
      throws SQLException {
    if (!prompt) {
      events.append(connection, type, model.value(), data);
    }
  }
}
