package dev.grove.registry.model;

import static dev.grove.registry.postgres.Statements.change;

import dev.grove.registry.RegistryException;
import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Moves versions from one of MLflow's stages to another. */
@ApplicationScoped
public class StageStore {
  private static final String MOVE =
      """
      with model as (
        update registry.registered_model m
        set last_updated_time = greatest(m.last_updated_time, ?)
        from registry.model_version v
        where m.name = ? and v.model_no = m.model_no and v.version = ?
        returning m.model_no),
      others as (
        update registry.model_version v
        set current_stage = 'Archived', last_updated_time = greatest(v.last_updated_time, ?)
        from model
        where v.model_no = model.model_no and v.version <> ? and ? and v.current_stage = ?)
      update registry.model_version v
      set current_stage = ?, last_updated_time = greatest(v.last_updated_time, ?)
      from model
      where v.model_no = model.model_no and v.version = ?
      """;

  private final Database database;
  private final VersionStore versions;
  private final Clock clock;

  public StageStore(Database database, VersionStore versions, Clock clock) {
    this.database = database;
    this.versions = versions;
    this.clock = clock;
  }

  /**
   * @param archiveOthers moves the versions that are in the stage to {@link Stage#ARCHIVED}
   */
  public ModelVersion transition(
      ModelName model, VersionNumber version, Stage stage, boolean archiveOthers) {
    if (archiveOthers && !stage.isActive()) {
      throw RegistryException.invalid(
          "Model version transition cannot archive existing model versions because '"
              + stage.text()
              + "' is not an Active stage. Valid stages are ['Staging', 'Production']");
    }
    long now = clock.millis();
    int number = version.value();
    int rows =
        database.run(
            connection ->
                change(
                    connection,
                    MOVE,
                    now,
                    model.value(),
                    number,
                    now,
                    number,
                    archiveOthers,
                    stage.text(),
                    stage.text(),
                    now,
                    number));
    if (rows == 0) {
      throw VersionStore.missing(model, version);
    }
    return versions.require(model, version);
  }
}
