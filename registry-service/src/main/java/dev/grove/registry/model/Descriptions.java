package dev.grove.registry.model;

import static dev.grove.registry.postgres.Statements.change;

import dev.grove.registry.Limits;
import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** What people write about registered models and their versions. */
@ApplicationScoped
public class Descriptions {
  private static final String MODEL =
      """
      update registry.registered_model
      set description = ?, last_updated_time = greatest(last_updated_time, ?)
      where name = ?
      """;

  private static final String VERSION =
      """
      update registry.model_version v
      set description = ?, last_updated_time = greatest(v.last_updated_time, ?)
      from registry.registered_model m
      where m.model_no = v.model_no and m.name = ? and v.version = ?
      """;

  private final Database database;
  private final ModelStore models;
  private final VersionStore versions;
  private final Clock clock;

  public Descriptions(Database database, ModelStore models, VersionStore versions, Clock clock) {
    this.database = database;
    this.models = models;
    this.versions = versions;
    this.clock = clock;
  }

  public RegisteredModel describe(ModelName name, String description) {
    Limits.length("description", Limits.DESCRIPTION, description);
    int rows =
        database.run(
            connection -> change(connection, MODEL, description, clock.millis(), name.value()));
    if (rows == 0) {
      throw ModelStore.missing(name);
    }
    return models.require(name);
  }

  public ModelVersion describe(ModelName model, VersionNumber version, String description) {
    Limits.length("description", Limits.DESCRIPTION, description);
    int rows =
        database.run(
            connection ->
                change(
                    connection,
                    VERSION,
                    description,
                    clock.millis(),
                    model.value(),
                    version.value()));
    if (rows == 0) {
      throw VersionStore.missing(model, version);
    }
    return versions.require(model, version);
  }
}
