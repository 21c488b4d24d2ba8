package dev.grove.registry.event;

import static dev.grove.registry.postgres.Statements.first;
import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The log as readers see it: events that were committed, by position.
 *
 * <p>Positions are given in transactions of their own, one at a time because each locks the head's
 * row. Whoever sees a position therefore sees all smaller ones, and none is given below it later: a
 * reader that goes on behind the last one it saw misses nothing, whichever change committed first.
 * A transaction that breaks off gives nothing, and the next one gives the same.
 */
@ApplicationScoped
public class EventStore {
  private static final int BATCH = 1_000;

  private static final String HEAD =
      """
      select last_position, dropped_position,
        exists (select 1 from registry.event where position is null) waiting
      from registry.event_head
      """;

  private static final String LOCK =
      "select last_position from registry.event_head for update skip locked";

  private static final String GIVE =
      """
      with numbered as (
        select event_no, row_number() over (order by event_no) place
        from (
          select event_no from registry.event where position is null order by event_no limit ?) e),
      given as (
        update registry.event e set position = ? + n.place
        from numbered n where n.event_no = e.event_no
        returning e.position)
      update registry.event_head h set last_position = g.last
      from (select max(position) last from given) g
      where g.last is not null
      returning h.last_position
      """;

  private static final String READ =
      """
      select h.last_position, h.dropped_position, e.*
      from registry.event_head h
      left join lateral (
        select position, occurred, type, model, data
        from registry.event
        where position > ?
      """;

  private static final String OF_MODELS = " and model = any(?) ";
  private static final String OF_TYPES = " and type = any(?) ";

  private static final String IN_ORDER =
      " order by position limit ?) e on true order by e.position";

  private static final String DROP =
      """
      with oldest as (
        select position, occurred from registry.event
        where position <= (select min(position) from registry.event_follower)
        order by position limit ?),
      gone as (
        delete from registry.event e using oldest o
        where e.position = o.position
          and o.position < coalesce(
            (select min(position) from oldest where occurred >= ?), 9223372036854775807)
        returning e.position)
      update registry.event_head h
      set dropped_position = greatest(h.dropped_position, g.last)
      from (select max(position) last, count(*) events from gone) g
      where g.last is not null
      returning g.events
      """;

  private final Database database;

  public EventStore(Database database) {
    this.database = database;
  }

  public EventHead head() {
    return database
        .run(
            connection ->
                first(
                    connection,
                    HEAD,
                    row -> new EventHead(row.getLong(1), row.getLong(2), row.getBoolean(3))))
        .orElseThrow();
  }

  /**
   * Gives positions to events that were committed.
   *
   * @return how many; 0 also while another process gives them
   */
  public int givePositions() {
    return database.transaction(
        connection -> {
          // The lock comes first: the next statement sees all that the one before it gave.
          Optional<Long> last = first(connection, LOCK, row -> row.getLong(1));
          if (last.isEmpty()) {
            return 0;
          }
          return first(connection, GIVE, row -> row.getLong(1), BATCH, last.get())
              .map(now -> Math.toIntExact(now - last.get()))
              .orElse(0);
        });
  }

  /**
   * The first events behind a position.
   *
   * @throws PositionGone if some of them are kept no longer
   */
  public EventPage read(long after, EventFilter filter, int size) {
    List<Object> values = new ArrayList<>();
    values.add(after);
    String sql =
        READ
            + clause(OF_MODELS, filter.models(), values)
            + clause(OF_TYPES, filter.types(), values)
            + IN_ORDER;
    values.add(size + 1L);
    List<Row> rows =
        database.run(connection -> list(connection, sql, EventStore::row, values.toArray()));
    Row head = rows.get(0);
    if (after < head.dropped()) {
      throw new PositionGone(after, head.dropped());
    }
    List<Event> events = rows.stream().map(Row::event).flatMap(Optional::stream).toList();
    if (events.size() <= size) {
      return new EventPage(events, Math.max(after, head.last()), false);
    }
    List<Event> page = List.copyOf(events.subList(0, size));
    return new EventPage(page, page.get(size - 1).position(), true);
  }

  private static String clause(String sql, Set<String> wanted, List<Object> values) {
    if (wanted.isEmpty()) {
      return "";
    }
    values.add(wanted.toArray(String[]::new));
    return sql;
  }

  private record Row(long last, long dropped, Optional<Event> event) {}

  private static Row row(ResultSet row) throws SQLException {
    long position = row.getLong("position");
    Optional<Event> event =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(
                new Event(
                    position,
                    row.getLong("occurred"),
                    row.getString("type"),
                    row.getString("model"),
                    row.getString("data")));
    return new Row(row.getLong("last_position"), row.getLong("dropped_position"), event);
  }

  /**
   * Drops events from the log's beginning, none that a follower has yet to see.
   *
   * @param before milliseconds since 1970: what occurred before goes, up to the first that did not
   * @return how many; fewer than there are if there are many
   */
  public int dropOccurred(long before) {
    return database
        .run(connection -> first(connection, DROP, row -> row.getInt(1), BATCH, before))
        .orElse(0);
  }
}
