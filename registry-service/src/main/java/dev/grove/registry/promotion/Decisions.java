package dev.grove.registry.promotion;

import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What people say to promotions that wait for them. */
@ApplicationScoped
class Decisions {
  private final Database database;
  private final AliasMover mover;
  private final Settlement settlement;
  private final Gatekeeper gatekeeper;
  private final Ledger ledger;
  private final PromotionReader reader;

  Decisions(
      Database database,
      AliasMover mover,
      Settlement settlement,
      Gatekeeper gatekeeper,
      Ledger ledger,
      PromotionReader reader) {
    this.database = database;
    this.mover = mover;
    this.settlement = settlement;
    this.gatekeeper = gatekeeper;
    this.ledger = ledger;
    this.reader = reader;
  }

  /**
   * Adds a person's approval, asks the gates anew, and moves the alias once there are enough.
   *
   * @return the promotion as it stands then; superseded if the alias or the version changed
   */
  Promotion approve(Cause cause, PromotionId id) {
    return gatekeeper.withInputs(
        inputs ->
            decide(
                cause,
                id,
                (connection, model, promotion) ->
                    approve(connection, cause, model, promotion, inputs)));
  }

  private void approve(
      Connection connection, Cause cause, LockedModel model, Promotion promotion, Inputs inputs)
      throws SQLException {
    Entry request = promotion.opening().entry();
    String requester = request.cause().actor().name();
    if (cause.actor().name().equals(requester)) {
      throw Problems.forbidden("'" + requester + "' requested it and may not approve it");
    }
    AliasMover.Place place = mover.place(connection, model, request.alias(), request.version());
    if (!isAsItWas(place, request)) {
      end(connection, model, cause, Action.SUPERSEDED, State.SUPERSEDED, request);
      return;
    }
    List<GateResult> gates =
        settlement.gates(
            connection,
            model,
            request.alias(),
            request.version(),
            place.holder(),
            promotion.peopleWith(cause.actor()),
            inputs);
    String detail = Details.withGates(Details.manifest(place.manifest()), gates);
    ledger.append(connection, model, request.next(cause, Action.APPROVED, State.PENDING, detail));
    Judgement judgement = Judgement.of(gates);
    if (judgement != Judgement.WAIT) {
      Entry move =
          request
              .next(cause, Action.PROMOTED, State.PROMOTED, detail)
              .withMove(request.before(), request.version());
      settlement.settle(connection, model, move, judgement);
    }
  }

  /** Whether people approve what was asked for: the same version, with the same bundle. */
  private static boolean isAsItWas(AliasMover.Place place, Entry request) {
    return place.versionExists()
        && place.holder().equals(Optional.ofNullable(request.before()))
        && place.manifest().equals(Details.readManifest(request.detail()));
  }

  /** Ends a request without a move; its requester may do that too. */
  Promotion reject(Cause cause, PromotionId id) {
    return decide(
        cause,
        id,
        (connection, model, promotion) ->
            end(
                connection,
                model,
                cause,
                Action.REJECTED,
                State.REJECTED,
                promotion.opening().entry()));
  }

  private void end(
      Connection connection,
      LockedModel model,
      Cause cause,
      Action action,
      State state,
      Entry request)
      throws SQLException {
    mover.decide(connection, model, request.next(cause, action, state, Details.NONE));
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
