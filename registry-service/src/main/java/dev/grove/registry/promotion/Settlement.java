package dev.grove.registry.promotion;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Does what the gates' judgement says, and records it. */
@ApplicationScoped
class Settlement {
  private final AliasMover mover;
  private final Gatekeeper gatekeeper;

  Settlement(AliasMover mover, Gatekeeper gatekeeper) {
    this.mover = mover;
    this.gatekeeper = gatekeeper;
  }

  /** What the gates find; none are asked if the alias is free or points to the version already. */
  List<GateResult> gates(
      Connection connection,
      LockedModel model,
      String alias,
      int version,
      Optional<Integer> holder,
      int approvals,
      Inputs inputs)
      throws SQLException {
    Optional<Policy> policy = model.policy(alias);
    return policy.isEmpty() || holder.equals(Optional.of(version))
        ? List.of()
        : gatekeeper.check(connection, model, policy.get(), version, holder, approvals, inputs);
  }

  /**
   * Moves the alias, or leaves it, and tells watchers.
   *
   * @param entry what is recorded if the alias moves
   */
  LedgerEntry settle(Connection connection, LockedModel model, Entry entry, Judgement judgement)
      throws SQLException {
    return switch (judgement) {
      case MOVE -> {
        LedgerEntry moved = mover.move(connection, model, entry);
        mover.tellDecision(connection, moved);
        yield moved;
      }
      case WAIT -> mover.decide(connection, model, entry.instead(Action.REQUESTED, State.PENDING));
      case REFUSE -> mover.decide(connection, model, entry.instead(Action.REFUSED, State.REFUSED));
    };
  }
}
