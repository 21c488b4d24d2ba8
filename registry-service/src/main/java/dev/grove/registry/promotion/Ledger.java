package dev.grove.registry.promotion;

import static dev.grove.registry.postgres.Statements.change;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;

/** Appends decisions to their model's hash chain. */
@ApplicationScoped
class Ledger {
  private static final String APPEND =
      """
      with head as (
        update registry.registered_model set ledger_length = ?, ledger_head = ? where model_no = ?)
      insert into registry.ledger
        (model_no, sequence, recorded_at, model, via, action, state, promotion, alias, version,
          holder_before, holder_after, undoes, actor, actor_verified, comment, detail, previous,
          hash)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final Clock clock;

  Ledger(Clock clock) {
    this.clock = clock;
  }

  /** Adds an entry in the transaction that holds the model's lock. */
  LedgerEntry append(Connection connection, LockedModel model, Entry entry) throws SQLException {
    LedgerEntry next =
        LedgerEntry.next(
            model.number(), model.length() + 1, clock.millis(), model.name(), entry, model.head());
    Entry kept = next.entry();
    change(
        connection,
        APPEND,
        next.sequence(),
        next.hash(),
        next.chain(),
        next.chain(),
        next.sequence(),
        next.at(),
        next.model(),
        kept.cause().via().text(),
        kept.action().text(),
        kept.state() == null ? null : kept.state().text(),
        kept.promotion(),
        kept.alias(),
        kept.version(),
        kept.before(),
        kept.after(),
        kept.undoes(),
        kept.cause().actor().name(),
        kept.cause().actor().verified(),
        kept.cause().comment(),
        kept.detail(),
        next.previous(),
        next.hash());
    model.appended(next);
    return next;
  }
}
