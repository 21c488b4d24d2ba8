package dev.grove.registry.promotion;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.first;

import dev.grove.registry.model.AliasName;
import dev.grove.registry.model.ModelName;
import dev.grove.registry.model.VersionNumber;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.postgres.UniqueViolation;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Takes requests to move an alias through the gates of its model. */
@ApplicationScoped
class Promotions {
  private static final int MOST_WAITING = 100;

  private static final String KNOWN =
      "select body_sha256, model_no, promotion from registry.promotion_key where key = ?";

  private static final String KEEP_KEY =
      """
      insert into registry.promotion_key (key, body_sha256, model_no, promotion)
      values (?, ?, ?, ?)
      """;

  private final Database database;
  private final AliasMover mover;
  private final Settlement settlement;
  private final Gatekeeper gatekeeper;
  private final PromotionReader reader;

  Promotions(
      Database database,
      AliasMover mover,
      Settlement settlement,
      Gatekeeper gatekeeper,
      PromotionReader reader) {
    this.database = database;
    this.mover = mover;
    this.settlement = settlement;
    this.gatekeeper = gatekeeper;
    this.reader = reader;
  }

  /**
   * What is asked for.
   *
   * @param from the version that the alias must point to, if the client cares
   */
  record Wish(ModelName model, AliasName alias, VersionNumber version, Optional<Integer> from) {}

  /** An Idempotency-Key with the digest of the request that it came with. */
  record Key(String text, String bodySha256) {}

  Promotion request(Cause cause, Wish wish, Optional<Key> key) {
    try {
      Optional<Promotion> known = database.run(connection -> known(connection, key));
      return known.isPresent()
          ? known.get()
          : gatekeeper.withInputs(
              inputs ->
                  database.transaction(
                      connection -> request(connection, cause, wish, key, inputs)));
    } catch (UniqueViolation e) {
      // The key came at the same time with a request about another model.
      return database.run(connection -> known(connection, key)).orElseThrow(() -> e);
    }
  }

  private Optional<Promotion> known(Connection connection, Optional<Key> key) throws SQLException {
    if (key.isEmpty()) {
      return Optional.empty();
    }
    record Kept(String bodySha256, PromotionId id) {}
    Optional<Kept> kept =
        first(
            connection,
            KNOWN,
            row -> new Kept(row.getString(1), new PromotionId(row.getLong(2), row.getLong(3))),
            key.get().text());
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    if (!kept.get().bodySha256().equals(key.get().bodySha256())) {
      throw Problems.keyReused();
    }
    return reader.find(connection, kept.get().id());
  }

  private Promotion request(
      Connection connection, Cause cause, Wish wish, Optional<Key> key, Inputs inputs)
      throws SQLException {
    LockedModel model = LockedModel.lock(connection, wish.model());
    Optional<Promotion> known = known(connection, key);
    if (known.isPresent()) {
      return known.get();
    }
    String alias = wish.alias().value();
    int version = wish.version().value();
    AliasMover.Place place = place(connection, model, wish);
    List<GateResult> gates =
        settlement.gates(connection, model, alias, version, place.holder(), 0, inputs);
    Judgement judgement = Judgement.of(gates);
    if (judgement == Judgement.WAIT) {
      requireMayWait(connection, model, cause, alias);
    }
    LedgerEntry opening =
        settlement.settle(
            connection,
            model,
            Entry.opening(
                cause,
                Action.PROMOTED,
                State.PROMOTED,
                alias,
                version,
                place.holder().orElse(null),
                version,
                Details.withGates(Details.manifest(place.manifest()), gates)),
            judgement);
    if (key.isPresent()) {
      change(
          connection,
          KEEP_KEY,
          key.get().text(),
          key.get().bodySha256(),
          opening.chain(),
          opening.sequence());
    }
    return new Promotion(List.of(opening));
  }

  private AliasMover.Place place(Connection connection, LockedModel model, Wish wish)
      throws SQLException {
    AliasMover.Place place =
        mover.place(connection, model, wish.alias().value(), wish.version().value());
    if (!place.versionExists()) {
      throw Problems.notFound("Model '" + model.name() + "' has no version " + wish.version());
    }
    requireFrom(wish.from(), wish.alias().value(), place.holder());
    return place;
  }

  static void requireFrom(Optional<Integer> from, String alias, Optional<Integer> holder) {
    if (from.isPresent() && !from.equals(holder)) {
      throw Problems.conflict(
          "Alias '"
              + alias
              + "' does not point to version "
              + from.get()
              + holder.map(version -> " but to version " + version).orElse(": it is not set"));
    }
  }

  private static void requireMayWait(
      Connection connection, LockedModel model, Cause cause, String alias) throws SQLException {
    if (!cause.actor().isNamed()) {
      throw Problems.forbidden(
          "The policy of model '"
              + model.name()
              + "' asks others to approve, so the request needs a name: the user of Basic"
              + " authentication, or X-Grove-Actor");
    }
    if (Requests.waiting(connection, model, alias, null).size() >= MOST_WAITING) {
      throw Problems.conflict(
          "There are " + MOST_WAITING + " requests for alias '" + alias + "' already");
    }
  }
}
