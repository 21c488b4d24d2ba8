package dev.grove.registry.promotion;

import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.model.ModelName;
import dev.grove.registry.model.ModelStore;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.PageToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads ledgers, and finds out whether somebody changed one. */
@ApplicationScoped
class LedgerReader {
  /**
   * A name's chains: the living model's first, then those of deleted models, the last one first.
   */
  private static final String CHAINS =
      """
      select c.model_no, m.ledger_length, m.ledger_head,
        (select max(l.sequence) from registry.ledger l where l.model_no = c.model_no) greatest
      from (
        select model_no from registry.registered_model where name = ?
        union
        select model_no from registry.ledger
        where model = ? and (sequence = 1 or action in ('model_renamed', 'model_deleted'))) c
      left join registry.registered_model m on m.model_no = c.model_no
      order by m.name is distinct from ?, m.model_no is null, c.model_no desc
      """;

  private static final String PAGE =
      """
      select l.* from registry.ledger l
      where l.model_no = any(?) and (l.model_no, l.sequence) > (?, ?)
      order by l.model_no, l.sequence limit ?
      """;

  private static final String OF_CHAIN =
      """
      select * from registry.ledger where model_no = ? and sequence > ?
      order by sequence limit 1000
      """;

  /** Aliases that are not where the ledger has them. */
  private static final String ASTRAY =
      """
      select l.alias
      from (
        select distinct on (alias) alias, holder_after from registry.ledger
        where model_no = ? and holder_before is distinct from holder_after
        order by alias, sequence desc) l
      left join registry.model_alias a on a.model_no = ? and a.alias = l.alias
      where a.version is distinct from l.holder_after
      order by 1
      """;

  private final Database database;

  LedgerReader(Database database) {
    this.database = database;
  }

  /**
   * A model's chain.
   *
   * @param length null once the model is deleted
   * @param greatest the last entry that there is
   */
  private record Chain(long number, Long length, String head, long greatest) {
    static Chain read(ResultSet row) throws SQLException {
      return new Chain(
          row.getLong(1), row.getObject(2, Long.class), row.getString(3), row.getLong(4));
    }
  }

  private static List<Chain> chains(Connection connection, ModelName name) throws SQLException {
    List<Chain> chains =
        list(connection, CHAINS, Chain::read, name.value(), name.value(), name.value());
    if (chains.isEmpty()) {
      throw ModelStore.missing(name);
    }
    return chains;
  }

  /** The entries of all chains of the name, in their order. */
  Page<LedgerEntry> page(ModelName name, int size, Optional<String> token) {
    Optional<PageToken> after = token.map(text -> PageToken.parse(text, 2));
    return database.run(
        connection -> {
          Long[] numbers =
              chains(connection, name).stream().map(Chain::number).toArray(Long[]::new);
          List<LedgerEntry> rows = entries(connection, numbers, after, size);
          return Page.of(
              rows,
              size,
              last -> List.of(Long.toString(last.chain()), Long.toString(last.sequence())));
        });
  }

  private static List<LedgerEntry> entries(
      Connection connection, Long[] numbers, Optional<PageToken> after, int size)
      throws SQLException {
    return list(
        connection,
        PAGE,
        LedgerEntry::read,
        numbers,
        after.map(token -> token.number(0)).orElse(0L),
        after.map(token -> token.number(1)).orElse(0L),
        size + 1);
  }

  List<Verification> verify(ModelName name) {
    return database.run(
        connection -> {
          List<Verification> result = new ArrayList<>();
          for (Chain chain : chains(connection, name)) {
            result.add(verify(connection, chain));
          }
          return result;
        });
  }

  private static Verification verify(Connection connection, Chain chain) throws SQLException {
    ChainCheck check = new ChainCheck(chain.number());
    for (boolean more = true; more && check.isSound() && !isRead(chain, check); ) {
      List<ChainCheck.Row> rows =
          list(connection, OF_CHAIN, ChainCheck.Row::read, chain.number(), check.length());
      more = !rows.isEmpty();
      for (ChainCheck.Row row : rows) {
        if (check.isSound() && !isRead(chain, check)) {
          check.add(row);
        }
      }
    }
    if (chain.length() == null) {
      return check.ofDeleted();
    }
    List<String> astray =
        list(connection, ASTRAY, row -> row.getString(1), chain.number(), chain.number());
    return check.ofLiving(chain.length(), chain.head(), chain.greatest(), astray);
  }

  /** What came after the length was read is for the next time. */
  private static boolean isRead(Chain chain, ChainCheck check) {
    return chain.length() != null && check.length() >= chain.length();
  }
}
