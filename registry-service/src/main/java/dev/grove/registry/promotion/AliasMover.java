package dev.grove.registry.promotion;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.first;

import dev.grove.registry.event.EventLog;
import dev.grove.registry.event.EventType;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Moves an alias in the transaction that holds the model's lock: the alias, the ledger, the events
 * and the requests that the move leaves without ground are one.
 */
@ApplicationScoped
class AliasMover {
  private static final String PLACE =
      """
      select
        exists (select 1 from registry.model_version where model_no = ? and version = ?) there,
        (select version from registry.model_alias where model_no = ? and alias = ?) holder,
        (select value from registry.model_version_tag
         where model_no = ? and version = ? and key = 'grove.manifest.sha256') manifest,
        exists (
          select 1 from registry.ledger
          where model_no = ? and promotion = sequence and state = 'pending') requests
      """;

  private static final String SET =
      """
      insert into registry.model_alias (model_no, alias, version, last_updated_time)
      values (?, ?, ?, ?)
      on conflict (model_no, alias) do update
        set version = excluded.version, last_updated_time = excluded.last_updated_time
      """;

  private static final String DELETE =
      "delete from registry.model_alias where model_no = ? and alias = ?";

  private final Ledger ledger;
  private final EventLog events;
  private final Clock clock;

  AliasMover(Ledger ledger, EventLog events, Clock clock) {
    this.ledger = ledger;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Where an alias stands.
   *
   * @param versionExists whether the version that is asked for is there
   * @param holder the version that it points to, if it points to one
   * @param manifest the digest of the version's bundle, if it has one
   * @param requests whether anybody ever had to wait for a move in this model
   */
  record Place(
      boolean versionExists,
      Optional<Integer> holder,
      Optional<String> manifest,
      boolean requests) {}

  Place place(Connection connection, LockedModel model, String alias, int version)
      throws SQLException {
    Place place =
        first(
                connection,
                PLACE,
                row ->
                    new Place(
                        row.getBoolean("there"),
                        Optional.ofNullable(row.getObject("holder", Integer.class)),
                        Optional.ofNullable(row.getString("manifest")),
                        row.getBoolean("requests")),
                model.number(),
                version,
                model.number(),
                alias,
                model.number(),
                version,
                model.number())
            .orElseThrow();
    model.mayHaveRequests(place.requests());
    return place;
  }

  /** Points the alias to {@code entry.after()}, or to nothing, and records that. */
  LedgerEntry move(Connection connection, LockedModel model, Entry entry) throws SQLException {
    if (entry.after() == null) {
      change(connection, DELETE, model.number(), entry.alias());
    } else {
      change(connection, SET, model.number(), entry.alias(), entry.after(), clock.millis());
    }
    LedgerEntry kept = ledger.append(connection, model, entry);
    tell(connection, model, entry);
    if (model.mayHaveRequests() && !Objects.equals(entry.before(), entry.after())) {
      supersede(connection, model, kept, entry.alias(), null);
    }
    return kept;
  }

  private void tell(Connection connection, LockedModel model, Entry entry) throws SQLException {
    if (model.isPrompt()) {
      return;
    }
    if (entry.after() == null) {
      events.append(
          connection,
          EventType.MODEL_VERSION_ALIAS_DELETED,
          model.name(),
          Map.of("name", model.name(), "alias", entry.alias()));
    } else {
      events.append(
          connection,
          EventType.MODEL_VERSION_ALIAS_CREATED,
          model.name(),
          Map.of(
              "name", model.name(), "alias", entry.alias(), "version", entry.after().toString()));
    }
  }

  /**
   * Ends the requests that the entry leaves without ground: those for an alias that points
   * elsewhere now, or for a version that is gone.
   */
  void supersede(
      Connection connection, LockedModel model, LedgerEntry by, String alias, Integer version)
      throws SQLException {
    for (LedgerEntry request : Requests.waiting(connection, model, alias, version)) {
      if (!request.entry().promotion().equals(by.entry().promotion())) {
        decide(
            connection,
            model,
            request
                .entry()
                .next(
                    Cause.of(by.entry().cause().via(), by.entry().cause().actor()),
                    Action.SUPERSEDED,
                    State.SUPERSEDED,
                    Details.object().put("by", by.sequence()).toString()));
      }
    }
  }

  /** Records a decision about a promotion that moves nothing by itself, and tells watchers. */
  LedgerEntry decide(Connection connection, LockedModel model, Entry entry) throws SQLException {
    LedgerEntry kept = ledger.append(connection, model, entry);
    tellDecision(connection, kept);
    return kept;
  }

  /** Tells watchers how a promotion stands. */
  void tellDecision(Connection connection, LedgerEntry kept) throws SQLException {
    Entry entry = kept.entry();
    EventType type =
        entry.state() == State.PENDING
            ? EventType.PROMOTION_REQUESTED
            : EventType.PROMOTION_DECIDED;
    events.append(
        connection,
        type,
        kept.model(),
        Map.of(
            "name",
            kept.model(),
            "alias",
            entry.alias(),
            "version",
            entry.version().toString(),
            "promotion",
            PromotionId.of(kept).toString(),
            "state",
            entry.state().text(),
            "actor",
            entry.cause().actor().name(),
            "comment",
            entry.cause().comment()));
  }
}
