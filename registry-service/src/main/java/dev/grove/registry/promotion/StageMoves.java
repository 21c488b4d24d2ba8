package dev.grove.registry.promotion;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.first;
import static dev.grove.registry.postgres.Statements.list;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grove.registry.RegistryException;
import dev.grove.registry.actor.Actor;
import dev.grove.registry.model.ModelName;
import dev.grove.registry.model.ModelVersion;
import dev.grove.registry.model.Stage;
import dev.grove.registry.model.VersionNumber;
import dev.grove.registry.model.VersionStore;
import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Moves versions from one of MLflow's stages to another. Entering Production moves {@code champion}
 * and entering Staging {@code challenger}, under the policy of that alias; moving an alias leaves
 * stages alone.
 */
@ApplicationScoped
public class StageMoves {
  private static final String IN_STAGE =
      """
      select version from registry.model_version
      where model_no = ? and current_stage = ? and version <> ? order by version
      """;

  private static final String STAGE_OF =
      "select current_stage from registry.model_version where model_no = ? and version = ?";

  private static final String MOVE =
      """
      with model as (
        update registry.registered_model
        set last_updated_time = greatest(last_updated_time, ?) where model_no = ?)
      update registry.model_version
      set current_stage = case when version = ? then ? else 'Archived' end,
        last_updated_time = greatest(last_updated_time, ?)
      where model_no = ? and (version = ? or version = any(?))
      """;

  private final Database database;
  private final VersionStore versions;
  private final AliasMover mover;
  private final PlainMoves moves;
  private final Gatekeeper gatekeeper;
  private final Ledger ledger;
  private final Clock clock;

  StageMoves(
      Database database,
      VersionStore versions,
      AliasMover mover,
      PlainMoves moves,
      Gatekeeper gatekeeper,
      Ledger ledger,
      Clock clock) {
    this.database = database;
    this.versions = versions;
    this.mover = mover;
    this.moves = moves;
    this.gatekeeper = gatekeeper;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * @param archiveOthers moves the versions that are in the stage to {@link Stage#ARCHIVED}
   */
  public ModelVersion transition(
      Actor actor, ModelName name, VersionNumber version, Stage stage, boolean archiveOthers) {
    if (archiveOthers && !stage.isActive()) {
      throw RegistryException.invalid(
          "Model version transition cannot archive existing model versions because '"
              + stage.text()
              + "' is not an Active stage. Valid stages are ['Staging', 'Production']");
    }
    Cause cause = Cause.of(Via.STAGE, actor);
    PlainMoves.told(
        gatekeeper.withInputs(
            inputs ->
                database.transaction(
                    connection ->
                        transition(
                            connection,
                            cause,
                            LockedModel.lock(connection, name, version),
                            version,
                            stage,
                            archiveOthers,
                            inputs))));
    return versions.require(name, version);
  }

  private Optional<RegistryException> transition(
      Connection connection,
      Cause cause,
      LockedModel model,
      VersionNumber version,
      Stage stage,
      boolean archiveOthers,
      Inputs inputs)
      throws SQLException {
    String before =
        first(connection, STAGE_OF, row -> row.getString(1), model.number(), version.value())
            .orElseThrow(() -> VersionStore.missing(new ModelName(model.name()), version));
    List<Long> archived = archiveOthers ? inStage(connection, model, stage, version) : List.of();
    Optional<RegistryException> refusal =
        record(connection, model, cause, version, stage, detail(before, stage, archived), inputs);
    if (refusal.isEmpty()) {
      move(connection, model, version, stage, archived);
    }
    return refusal;
  }

  private static List<Long> inStage(
      Connection connection, LockedModel model, Stage stage, VersionNumber except)
      throws SQLException {
    return list(
        connection, IN_STAGE, row -> row.getLong(1), model.number(), stage.text(), except.value());
  }

  private static ObjectNode detail(String before, Stage after, List<Long> archived) {
    ObjectNode detail = Details.object().put("from", before).put("to", after.text());
    ArrayNode numbers = detail.putArray("archived");
    archived.forEach(numbers::add);
    return detail;
  }

  private Optional<RegistryException> record(
      Connection connection,
      LockedModel model,
      Cause cause,
      VersionNumber version,
      Stage stage,
      ObjectNode detail,
      Inputs inputs)
      throws SQLException {
    Optional<String> alias = alias(stage);
    if (alias.isEmpty()) {
      ledger.append(
          connection, model, Entry.ofModel(cause, Action.STAGED, detail.toString()).of(version));
      return Optional.empty();
    }
    AliasMover.Place place = mover.place(connection, model, alias.get(), version.value());
    return moves.set(
        connection,
        model,
        Entry.opening(
            cause,
            Action.STAGED,
            State.PROMOTED,
            alias.get(),
            version.value(),
            place.holder().orElse(null),
            version.value(),
            detail.setAll(Details.manifest(place.manifest())).toString()),
        inputs);
  }

  private static Optional<String> alias(Stage stage) {
    return switch (stage) {
      case PRODUCTION -> Optional.of("champion");
      case STAGING -> Optional.of("challenger");
      case NONE, ARCHIVED -> Optional.empty();
    };
  }

  private void move(
      Connection connection,
      LockedModel model,
      VersionNumber version,
      Stage stage,
      List<Long> archived)
      throws SQLException {
    long now = clock.millis();
    change(
        connection,
        MOVE,
        now,
        model.number(),
        version.value(),
        stage.text(),
        now,
        model.number(),
        version.value(),
        archived.toArray(Long[]::new));
  }
}
