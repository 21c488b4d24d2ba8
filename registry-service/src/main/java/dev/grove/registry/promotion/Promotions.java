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
  private final Ledger ledger;
  private final Gatekeeper gatekeeper;
  private final PromotionReader reader;

  Promotions(
      Database database,
      AliasMover mover,
      Ledger ledger,
      Gatekeeper gatekeeper,
      PromotionReader reader) {
    this.database = database;
    this.mover = mover;
    this.ledger = ledger;
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
          : database.transaction(connection -> request(connection, cause, wish, key));
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

  private Promotion request(Connection connection, Cause cause, Wish wish, Optional<Key> key)
      throws SQLException {
    LockedModel model = LockedModel.lock(connection, wish.model());
    Optional<Promotion> known = known(connection, key);
    if (known.isPresent()) {
      return known.get();
    }
    String alias = wish.alias().value();
    int version = wish.version().value();
    AliasMover.Place place = place(connection, model, wish);
    Optional<Policy> policy =
        model.policy(alias).filter(set -> !place.holder().equals(Optional.of(version)));
    List<GateResult> gates =
        policy.isEmpty()
            ? List.of()
            : gatekeeper.check(connection, model, policy.get(), version, place.holder(), 0);
    Integer before = place.holder().orElse(null);
    Entry entry =
        Entry.opening(
            cause,
            Action.PROMOTED,
            State.PROMOTED,
            alias,
            version,
            before,
            version,
            Details.gates(gates));
    Judgement judgement = Judgement.of(gates);
    if (judgement == Judgement.WAIT) {
      requireMayWait(connection, model, cause, alias);
    }
    LedgerEntry opening = settle(connection, model, entry, judgement, Action.REQUESTED);
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

  /** What the gates' results come to. */
  private enum Judgement {
    MOVE,
    WAIT,
    REFUSE;

    static Judgement of(List<GateResult> gates) {
      List<GateResult> failed = gates.stream().filter(gate -> !gate.passed()).toList();
      if (failed.isEmpty()) {
        return MOVE;
      }
      return failed.stream().allMatch(GateResult::isOfApprovals) ? WAIT : REFUSE;
    }
  }

  /**
   * Does what the judgement says.
   *
   * @param entry what is recorded if the alias moves
   * @param waiting what is recorded if it must wait
   */
  private LedgerEntry settle(
      Connection connection, LockedModel model, Entry entry, Judgement judgement, Action waiting)
      throws SQLException {
    return switch (judgement) {
      case MOVE -> {
        LedgerEntry moved = mover.move(connection, model, entry);
        mover.tellDecision(connection, moved);
        yield moved;
      }
      case WAIT -> mover.decide(connection, model, entry.instead(waiting, State.PENDING));
      case REFUSE -> mover.decide(connection, model, entry.instead(Action.REFUSED, State.REFUSED));
    };
  }

  /**
   * Adds a person's approval, asks the gates anew, and moves the alias once there are enough.
   *
   * @return the promotion as it stands then; superseded if the alias or the version changed
   */
  Promotion approve(Cause cause, PromotionId id) {
    return decide(
        cause,
        id,
        (connection, model, promotion) -> {
          Entry request = promotion.opening().entry();
          String requester = request.cause().actor().name();
          if (cause.actor().name().equals(requester)) {
            throw Problems.forbidden("'" + requester + "' requested it and may not approve it");
          }
          AliasMover.Place place =
              mover.place(connection, model, request.alias(), request.version());
          if (!place.versionExists()
              || !place.holder().equals(Optional.ofNullable(request.before()))) {
            Entry superseded =
                request.next(cause, Action.SUPERSEDED, State.SUPERSEDED, Details.NONE);
            mover.decide(connection, model, superseded);
            return;
          }
          long people =
              promotion.approvals().stream()
                      .filter(each -> !each.entry().cause().actor().equals(cause.actor()))
                      .count()
                  + 1;
          Optional<Policy> policy = model.policy(request.alias());
          List<GateResult> gates =
              policy.isEmpty()
                  ? List.of()
                  : gatekeeper.check(
                      connection,
                      model,
                      policy.get(),
                      request.version(),
                      place.holder(),
                      (int) people);
          String detail = Details.gates(gates);
          Entry approval = request.next(cause, Action.APPROVED, State.PENDING, detail);
          ledger.append(connection, model, approval);
          Judgement judgement = Judgement.of(gates);
          if (judgement != Judgement.WAIT) {
            Entry move =
                request
                    .next(cause, Action.PROMOTED, State.PROMOTED, detail)
                    .withMove(request.before(), request.version());
            settle(connection, model, move, judgement, Action.APPROVED);
          }
        });
  }

  /** Ends a request without a move; its requester may do that too. */
  Promotion reject(Cause cause, PromotionId id) {
    return decide(
        cause,
        id,
        (connection, model, promotion) ->
            mover.decide(
                connection,
                model,
                promotion
                    .opening()
                    .entry()
                    .next(cause, Action.REJECTED, State.REJECTED, Details.NONE)));
  }

  @FunctionalInterface
  private interface Decision {
    void on(Connection connection, LockedModel model, Promotion promotion) throws SQLException;
  }

  private Promotion decide(Cause cause, PromotionId id, Decision decision) {
    if (!cause.actor().isNamed()) {
      throw Problems.forbidden(
          "A decision needs a name: the user of Basic authentication, or X-Grove-Actor");
    }
    return database.transaction(
        connection -> {
          Optional<LockedModel> model = LockedModel.lock(connection, id.chain());
          Promotion promotion =
              reader.find(connection, id).orElseThrow(() -> Problems.noPromotion(id.toString()));
          if (promotion.state() != State.PENDING || model.isEmpty()) {
            throw Problems.conflict(
                "Promotion " + id + " is " + promotion.state().text() + " already");
          }
          decision.on(connection, model.get(), promotion);
          return reader.find(connection, id).orElseThrow();
        });
  }
}
