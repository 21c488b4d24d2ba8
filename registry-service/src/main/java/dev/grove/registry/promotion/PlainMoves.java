package dev.grove.registry.promotion;

import dev.grove.registry.RegistryException;
import dev.grove.registry.actor.Actor;
import dev.grove.registry.model.AliasName;
import dev.grove.registry.model.ModelName;
import dev.grove.registry.model.VersionNumber;
import dev.grove.registry.model.VersionStore;
import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Moves of an alias that nobody has asked approval for, such as MLflow's own calls make: the policy
 * is held up to them, and what was decided is recorded.
 *
 * <p>A refusal is recorded too, so the transaction commits before the client is told: the methods
 * that work inside of one return it.
 */
@ApplicationScoped
public class PlainMoves {
  private final Database database;
  private final AliasMover mover;
  private final Gatekeeper gatekeeper;
  private final Ledger ledger;

  PlainMoves(Database database, AliasMover mover, Gatekeeper gatekeeper, Ledger ledger) {
    this.database = database;
    this.mover = mover;
    this.gatekeeper = gatekeeper;
    this.ledger = ledger;
  }

  /** Points the alias to the version, wherever it pointed before. */
  public void set(Actor actor, ModelName name, AliasName alias, VersionNumber version) {
    String free = alias.free().value();
    Cause cause = Cause.of(Via.ALIAS, actor);
    told(
        gatekeeper.withInputs(
            inputs ->
                database.transaction(
                    connection -> {
                      LockedModel model = LockedModel.lock(connection, name, version);
                      AliasMover.Place place =
                          mover.place(connection, model, free, version.value());
                      if (!place.versionExists()) {
                        throw VersionStore.missing(name, version);
                      }
                      return set(
                          connection,
                          model,
                          Entry.opening(
                              cause,
                              Action.PROMOTED,
                              State.PROMOTED,
                              free,
                              version.value(),
                              place.holder().orElse(null),
                              version.value(),
                              Details.manifest(place.manifest()).toString()),
                          inputs);
                    })));
  }

  /** Removes the alias; none there is fine, no such model is not. */
  public void delete(Actor actor, ModelName name, AliasName alias) {
    told(
        database.transaction(
            connection -> {
              LockedModel model = LockedModel.lock(connection, name);
              Optional<Integer> holder = mover.place(connection, model, alias.value(), 0).holder();
              if (holder.isEmpty()) {
                return Optional.empty();
              }
              Cause cause = Cause.of(Via.ALIAS, actor);
              return remove(connection, model, cause, alias.value(), holder.get(), Details.NONE);
            }));
  }

  static void told(Optional<RegistryException> refusal) {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  /** Makes the move that the entry tells of, if the policy lets it. */
  Optional<RegistryException> set(
      Connection connection, LockedModel model, Entry entry, Inputs inputs) throws SQLException {
    Optional<Integer> holder = Optional.ofNullable(entry.before());
    boolean moves = !holder.equals(Optional.of(entry.version()));
    Optional<Policy> policy = model.policy(entry.alias()).filter(set -> moves);
    if (policy.isPresent()) {
      List<GateResult> results =
          gatekeeper.check(connection, model, policy.get(), entry.version(), holder, 0, inputs);
      Entry judged = entry.withDetail(Details.withGates(Details.read(entry.detail()), results));
      if (!results.stream().allMatch(GateResult::passed)) {
        refuse(connection, model, judged);
        return Optional.of(Refusals.gates(model, entry.alias(), entry.version(), results));
      }
      mover.move(connection, model, judged);
    } else {
      mover.move(connection, model, entry);
    }
    return Optional.empty();
  }

  private void refuse(Connection connection, LockedModel model, Entry entry) throws SQLException {
    ledger.append(
        connection,
        model,
        Entry.opening(
            entry.cause(),
            Action.REFUSED,
            State.REFUSED,
            entry.alias(),
            entry.version(),
            entry.before(),
            entry.before(),
            entry.detail()));
  }

  /** Removes the alias from the version that it points to, unless it is protected. */
  Optional<RegistryException> remove(
      Connection connection,
      LockedModel model,
      Cause cause,
      String alias,
      int holder,
      String detail)
      throws SQLException {
    Entry entry =
        Entry.opening(cause, Action.REMOVED, State.REMOVED, alias, holder, holder, null, detail);
    if (model.policy(alias).isPresent()) {
      refuse(connection, model, entry);
      return Optional.of(Refusals.held(model, alias, holder));
    }
    mover.move(connection, model, entry);
    return Optional.empty();
  }
}
