package dev.grove.registry.model;

import static dev.grove.registry.postgres.Statements.change;

import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Moves aliases between the versions of their model; the last writer wins. */
@ApplicationScoped
public class AliasStore {
  private static final String SET =
      """
      insert into registry.model_alias (model_no, alias, version, last_updated_time)
      select v.model_no, ?, v.version, ?
      from registry.model_version v
      join registry.registered_model m on m.model_no = v.model_no
      where m.name = ? and v.version = ?
      on conflict (model_no, alias) do update
        set version = excluded.version, last_updated_time = excluded.last_updated_time
      """;

  private static final String DELETE =
      """
      delete from registry.model_alias a using registry.registered_model m
      where m.model_no = a.model_no and m.name = ? and a.alias = ?
      """;

  private final Database database;
  private final Clock clock;

  public AliasStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Points the alias to the version, wherever it pointed before. */
  public void set(ModelName model, AliasName alias, VersionNumber version) {
    String name = alias.free().value();
    database.run(
        connection -> {
          int rows = change(connection, SET, name, clock.millis(), model.value(), version.value());
          if (rows == 0) {
            throw VersionStore.missing(model, version);
          }
          return rows;
        });
  }

  /** Removes the alias; none there is fine, no such model is not. */
  public void delete(ModelName model, AliasName alias) {
    database.run(
        connection -> {
          int rows = change(connection, DELETE, model.value(), alias.value());
          if (rows == 0) {
            ModelStore.requireExists(connection, model);
          }
          return rows;
        });
  }
}
