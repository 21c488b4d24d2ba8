package dev.grove.registry.promotion;

import static dev.grove.registry.postgres.Statements.first;

import dev.grove.registry.model.AliasName;
import dev.grove.registry.model.ModelName;
import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Takes back the last move of an alias. Gates are not asked: the version has been there before, and
 * whoever takes a bad one back is in a hurry.
 */
@ApplicationScoped
class Rollbacks {
  /** Steps over the moves that rollbacks took back already. */
  private static final String LAST_MOVE =
      """
      with recursive walk as (
        (select sequence, undoes, holder_before from registry.ledger
         where model_no = ? and alias = ? and holder_before is distinct from holder_after
         order by sequence desc limit 1)
        union all
        select n.sequence, n.undoes, n.holder_before
        from walk w
        cross join lateral (
          select l.sequence, l.undoes, l.holder_before from registry.ledger l
          where l.model_no = ? and l.alias = ? and l.sequence < w.undoes
            and l.holder_before is distinct from l.holder_after
          order by l.sequence desc limit 1) n
        where w.undoes is not null)
      select sequence, holder_before from walk where undoes is null
      """;

  private final Database database;
  private final AliasMover mover;

  Rollbacks(Database database, AliasMover mover) {
    this.database = database;
    this.mover = mover;
  }

  private record Move(long sequence, Integer before) {}

  /**
   * Points the alias to the version that it pointed to before.
   *
   * @param from the version that it must point to now, if the client cares
   */
  Promotion rollBack(Cause cause, ModelName name, AliasName alias, Optional<Integer> from) {
    return database.transaction(
        connection -> {
          LockedModel model = LockedModel.lock(connection, name);
          Move last =
              lastMove(connection, model, alias.value())
                  .filter(move -> move.before() != null)
                  .orElseThrow(
                      () ->
                          Problems.conflict(
                              "The ledger of model '"
                                  + name
                                  + "' has no version before this one for alias '"
                                  + alias
                                  + "'"));
          AliasMover.Place place = mover.place(connection, model, alias.value(), last.before());
          Promotions.requireFrom(from, alias.value(), place.holder());
          if (!place.versionExists()) {
            throw Problems.conflict(
                "Version " + last.before() + ", which alias '" + alias + "' had, is deleted");
          }
          Entry entry =
              Entry.opening(
                      cause,
                      Action.ROLLED_BACK,
                      State.ROLLED_BACK,
                      alias.value(),
                      last.before(),
                      place.holder().orElse(null),
                      last.before(),
                      Details.manifest(place.manifest()).toString())
                  .undoing(last.sequence());
          LedgerEntry moved = mover.move(connection, model, entry);
          mover.tellDecision(connection, moved);
          return new Promotion(List.of(moved));
        });
  }

  private static Optional<Move> lastMove(Connection connection, LockedModel model, String alias)
      throws SQLException {
    return first(
        connection,
        LAST_MOVE,
        row -> new Move(row.getLong(1), row.getObject(2, Integer.class)),
        model.number(),
        alias,
        model.number(),
        alias);
  }
}
