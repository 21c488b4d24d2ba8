package dev.grove.registry.promotion;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.RegistryException;
import dev.grove.registry.actor.Actor;
import dev.grove.registry.model.ModelName;
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
 * Deletes versions and models, but none that a protected alias points to. The ledger stays, and
 * says which aliases went with them.
 */
@ApplicationScoped
public class Removals {
  private static final String ALIASES =
      """
      select alias, version from registry.model_alias
      where model_no = ? and version = coalesce(?, version) order by alias
      """;

  private static final String TOUCH =
      """
      update registry.registered_model
      set last_updated_time = greatest(last_updated_time, ?) where model_no = ?
      """;

  private final Database database;
  private final AliasMover mover;
  private final PlainMoves moves;
  private final Ledger ledger;
  private final Clock clock;

  Removals(Database database, AliasMover mover, PlainMoves moves, Ledger ledger, Clock clock) {
    this.database = database;
    this.mover = mover;
    this.moves = moves;
    this.ledger = ledger;
    this.clock = clock;
  }

  private record Held(String alias, int version) {}

  /** Deletes the version with its aliases and tags; its number is never given again. */
  public void delete(Actor actor, ModelName name, VersionNumber version) {
    Cause cause = Cause.of(Via.MODEL, actor);
    PlainMoves.told(
        database.transaction(
            connection -> {
              LockedModel model = LockedModel.lock(connection, name, version);
              int number = version.value();
              if (!mover.place(connection, model, "", number).versionExists()) {
                throw VersionStore.missing(name, version);
              }
              Optional<RegistryException> refusal =
                  release(connection, model, cause, number, "version deleted");
              if (refusal.isEmpty()) {
                LedgerEntry last =
                    ledger.append(
                        connection,
                        model,
                        Entry.ofModel(cause, Action.VERSION_DELETED, Details.NONE).of(version));
                mover.supersede(connection, model, last, null, number);
                change(
                    connection,
                    "delete from registry.model_version where model_no = ? and version = ?",
                    model.number(),
                    number);
                change(connection, TOUCH, clock.millis(), model.number());
              }
              return refusal;
            }));
  }

  /** Deletes the model with its versions, aliases and tags. */
  public void delete(Actor actor, ModelName name) {
    Cause cause = Cause.of(Via.MODEL, actor);
    PlainMoves.told(
        database.transaction(
            connection -> {
              LockedModel model = LockedModel.lock(connection, name);
              Optional<RegistryException> refusal =
                  release(connection, model, cause, null, "model deleted");
              if (refusal.isEmpty()) {
                supersedeAll(connection, model, cause);
                ledger.append(
                    connection, model, Entry.ofModel(cause, Action.MODEL_DELETED, Details.NONE));
                change(
                    connection,
                    "delete from registry.registered_model where model_no = ?",
                    model.number());
              }
              return refusal;
            }));
  }

  /** Takes the aliases off, if none of them is protected. */
  private Optional<RegistryException> release(
      Connection connection, LockedModel model, Cause cause, Integer version, String reason)
      throws SQLException {
    List<Held> held =
        list(
            connection,
            ALIASES,
            row -> new Held(row.getString(1), row.getInt(2)),
            model.number(),
            version);
    List<Held> guarded =
        held.stream().filter(each -> model.policy(each.alias()).isPresent()).toList();
    Optional<RegistryException> refusal = Optional.empty();
    for (Held each : guarded.isEmpty() ? held : guarded) {
      String detail = Details.of("reason", reason);
      refusal = moves.remove(connection, model, cause, each.alias(), each.version(), detail);
    }
    return refusal;
  }

  private void supersedeAll(Connection connection, LockedModel model, Cause cause)
      throws SQLException {
    for (LedgerEntry request : Requests.waiting(connection, model)) {
      mover.decide(
          connection,
          model,
          request
              .entry()
              .next(
                  cause,
                  Action.SUPERSEDED,
                  State.SUPERSEDED,
                  Details.of("reason", "model deleted")));
    }
  }
}
