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

  /** A filter that is null lets all pass. */
  private static final String PAGE =
      """
      with page as (
        select o.entry_no, o.model_no, o.sequence
        from registry.ledger o
        cross join lateral (
          select state from registry.ledger l
          where l.model_no = o.model_no and l.promotion = o.sequence
          order by l.sequence desc limit 1) last
        where o.promotion = o.sequence and o.entry_no < ?
          and (?::text is null or o.model = ? or o.model_no = (
            select m.model_no from registry.registered_model m where m.name = ?))
          and (?::text is null or last.state = ?)
          and (?::text is null or o.alias = ?)
          and (?::text is null or exists (
            select 1 from registry.ledger e
            where e.model_no = o.model_no and e.promotion = o.sequence and e.actor = ?))
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
    long before = token.map(text -> PageToken.parse(text, 1).number(0)).orElse(Long.MAX_VALUE);
    String state = filter.state() == null ? null : filter.state().text();
    List<Placed> rows =
        database.run(
            connection ->
                list(
                    connection,
                    PAGE,
                    row -> new Placed(row.getLong("place"), LedgerEntry.read(row)),
                    before,
                    filter.model(),
                    filter.model(),
                    filter.model(),
                    state,
                    state,
                    filter.alias(),
                    filter.alias(),
                    filter.actor(),
                    filter.actor(),
                    size + 1));
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
