package dev.grove.registry.promotion;

import static dev.grove.registry.postgres.Statements.list;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The promotions that still wait for somebody. */
final class Requests {
  private static final String ALL =
      """
      select o.* from registry.ledger o
      where o.model_no = ? and o.promotion = o.sequence and o.state = 'pending'
        and not exists (
          select 1 from registry.ledger n
          where n.model_no = o.model_no and n.promotion = o.sequence and n.state <> 'pending')
      order by o.sequence
      """;

  private static final String OF_ONE =
      """
      select o.* from registry.ledger o
      where o.model_no = ? and o.promotion = o.sequence and o.state = 'pending'
        and (o.alias = ? or o.version = ?)
        and not exists (
          select 1 from registry.ledger n
          where n.model_no = o.model_no and n.promotion = o.sequence and n.state <> 'pending')
      order by o.sequence
      """;

  private Requests() {}

  static List<LedgerEntry> waiting(Connection connection, LockedModel model) throws SQLException {
    return list(connection, ALL, LedgerEntry::read, model.number());
  }

  /** Those for the alias or for the version; either may be null. */
  static List<LedgerEntry> waiting(
      Connection connection, LockedModel model, String alias, Integer version) throws SQLException {
    return list(connection, OF_ONE, LedgerEntry::read, model.number(), alias, version);
  }
}
