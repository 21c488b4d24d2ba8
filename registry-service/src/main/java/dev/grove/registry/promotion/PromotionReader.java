package dev.grove.registry.promotion;

import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.postgres.Database;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.PageToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds promotions in the ledger. */
@ApplicationScoped
class PromotionReader {
  private static final String ONE =
      """
      select * from registry.ledger where model_no = ? and promotion = ? order by sequence
      """;

  private static final String PAGE =
      """
      with page as (
        select o.entry_no, o.model_no, o.sequence
        from registry.ledger o
        cross join lateral (
          select l.state from registry.ledger l
          where l.model_no = o.model_no and l.promotion = o.sequence
          order by l.sequence desc limit 1) last
        where o.promotion = o.sequence and o.entry_no < ?
      """;

  private static final String OF_MODEL =
      """
          and o.model_no = any(array(
            select m.model_no from registry.registered_model m where m.name = ?
            union
            select l.model_no from registry.ledger l
            where l.model = ? and (l.sequence = 1 or l.action in ('model_renamed', 'model_deleted'))))
      """;

  private static final String IN_STATE =
      """
          and last.state = ?
      """;

  private static final String OF_ALIAS =
      """
          and o.alias = ?
      """;

  private static final String OF_ACTOR =
      """
          and (o.model_no, o.sequence) in (
            select e.model_no, e.promotion from registry.ledger e where e.actor = ?)
      """;

  private static final String ENTRIES =
      """
        order by o.entry_no desc limit ?)
      select p.entry_no place, l.* from page p
      join registry.ledger l on l.model_no = p.model_no and l.promotion = p.sequence
      order by p.entry_no desc, l.sequence
      """;

  private final Database database;

  PromotionReader(Database database) {
    this.database = database;
  }

  /** What is wanted of a list; null is no matter. */
  record Filter(String model, State state, String alias, String actor) {}

  Optional<Promotion> find(PromotionId id) {
    return database.run(connection -> find(connection, id));
  }

  Optional<Promotion> find(Connection connection, PromotionId id) throws SQLException {
    List<LedgerEntry> entries = list(connection, ONE, LedgerEntry::read, id.chain(), id.number());
    return entries.isEmpty() ? Optional.empty() : Optional.of(new Promotion(entries));
  }

  private record Placed(long place, LedgerEntry entry) {}

  /** The newest first. */
  Page<Promotion> page(Filter filter, int size, Optional<String> token) {
    StringBuilder sql = new StringBuilder(PAGE);
    List<Object> values = new ArrayList<>();
    values.add(token.map(text -> PageToken.parse(text, 1).number(0)).orElse(Long.MAX_VALUE));
    if (filter.model() != null) {
      sql.append(OF_MODEL);
      values.addAll(List.of(filter.model(), filter.model()));
    }
    if (filter.state() != null) {
      sql.append(IN_STATE);
      values.add(filter.state().text());
    }
    if (filter.alias() != null) {
      sql.append(OF_ALIAS);
      values.add(filter.alias());
    }
    if (filter.actor() != null) {
      sql.append(OF_ACTOR);
      values.add(filter.actor());
    }
    sql.append(ENTRIES);
    values.add(size + 1);
    List<Placed> rows =
        database.run(
            connection ->
                list(
                    connection,
                    sql.toString(),
                    row -> new Placed(row.getLong("place"), LedgerEntry.read(row)),
                    values.toArray()));
    Map<Long, List<LedgerEntry>> byPlace = new LinkedHashMap<>();
    rows.forEach(
        row -> byPlace.computeIfAbsent(row.place(), none -> new ArrayList<>()).add(row.entry()));
    Page<Map.Entry<Long, List<LedgerEntry>>> page =
        Page.of(
            List.copyOf(byPlace.entrySet()), size, last -> List.of(Long.toString(last.getKey())));
    return new Page<>(
        page.items().stream().map(Map.Entry::getValue).map(Promotion::new).toList(), page.next());
  }
}
