package dev.grove.registry.webhook;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.first;
import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.Limits;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.PageToken;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be delivered, in PostgreSQL: a row for each event and webhook, from the time at which
 * the event has its position until it has arrived.
 *
 * <p>A try claims its row for a while and holds no connection meanwhile. A process that ends in
 * between leaves a claim that runs out, so that every event arrives at least once. Of a webhook's
 * events on one model, the first that has not arrived is tried, and the others wait for it.
 */
@Singleton
public final class DeliveryStore {
  /** Events that are planned at a time, and rows of a webhook that are looked at for their turn. */
  private static final int BATCH = 1_000;

  private static final int LONGEST_ERROR = 1_000;

  private static final String LOCK =
      """
      select position from registry.event_follower where name = 'webhooks' for update skip locked
      """;

  private static final String PLAN =
      """
      with seen as (
        select event_no, position, occurred, type, model from registry.event
        where position > ? order by position limit ?),
      planned as (
        insert into registry.webhook_delivery (webhook_no, event_no, model, due)
        select w.webhook_no, s.event_no, s.model, ?
        from seen s
        join registry.webhook w
          on w.status = 'ACTIVE' and s.type = any(w.events) and w.creation_time <= s.occurred
        order by s.position, w.webhook_no
        on conflict (webhook_no, event_no) do nothing
        returning delivery_no),
      moved as (
        update registry.event_follower f set position = s.last
        from (select max(position) last from seen) s
        where f.name = 'webhooks' and s.last is not null
        returning f.position)
      select position from moved
      """;

  private static final String CLAIM =
      """
      with head as (
        select h.delivery_no
        from registry.webhook w
        left join unnest(?::int8[], ?::int8[]) busy(webhook_no, tries)
          on busy.webhook_no = w.webhook_no
        cross join lateral (
          select l.delivery_no, l.due
          from (
            select d.delivery_no, d.due,
              row_number() over (partition by d.model order by d.delivery_no) place
            from (
              select delivery_no, due, model from registry.webhook_delivery
              where webhook_no = w.webhook_no and not dead
              order by delivery_no limit ?) d) l
          where l.place = 1 and l.due <= ?
          order by l.due, l.delivery_no
          limit greatest(0, ? - coalesce(busy.tries, 0))) h
        where w.status = 'ACTIVE'
        order by h.due, h.delivery_no limit ?),
      claimed as (
        select delivery_no from registry.webhook_delivery
        where delivery_no in (select delivery_no from head) and due <= ? and not dead
        for update skip locked)
      update registry.webhook_delivery d
      set due = ?, attempts = d.attempts + 1, last_attempt = ?
      from claimed c, registry.webhook_delivery o
      join registry.webhook w on w.webhook_no = o.webhook_no
      join registry.event e on e.event_no = o.event_no
      where d.delivery_no = c.delivery_no and o.delivery_no = c.delivery_no
      returning d.delivery_no, d.delivery_id, w.webhook_no, w.webhook_id, w.url, w.secret,
        d.attempts, e.type, e.occurred, e.data
      """;

  private static final String FAIL =
      """
      update registry.webhook_delivery
      set due = ?, dead = ?, last_status = ?, last_error = ?
      where delivery_no = ? and attempts = ?
      """;

  private static final String DEAD =
      """
      select d.*, e.position, e.type, e.occurred
      from registry.webhook_delivery d
      join registry.webhook w on w.webhook_no = d.webhook_no
      join registry.event e on e.event_no = d.event_no
      where w.webhook_id = ? and d.dead and d.delivery_no > ?
      order by d.delivery_no limit ?
      """;

  private static final String SEND_AGAIN =
      """
      update registry.webhook_delivery d
      set dead = false, attempts = 0, due = ?
      from registry.webhook w
      where w.webhook_no = d.webhook_no and w.webhook_id = ? and d.dead
        and (?::text is null or d.delivery_id = ?)
      """;

  private static final String COUNT =
      "select count(*) filter (where not dead), count(*) filter (where dead)"
          + " from registry.webhook_delivery";

  private final Database database;
  private final Clock clock;

  public DeliveryStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Notes for the next events which webhooks they go to.
   *
   * @return the position come to; nothing while another process does so
   */
  Optional<Long> plan() {
    return database.transaction(
        connection -> {
          Optional<Long> position = first(connection, LOCK, row -> row.getLong(1));
          return position.isEmpty() ? position : Optional.of(plan(connection, position.get()));
        });
  }

  private long plan(Connection connection, long position) throws SQLException {
    return first(connection, PLAN, row -> row.getLong(1), position, BATCH, clock.millis())
        .orElse(position);
  }

  /**
   * Takes deliveries whose turn it is.
   *
   * @param most how many
   * @param mostOfOne how many of one webhook, those under way among them
   * @param underWay how many of each webhook are under way in this process
   * @param lease how long they are not given to anybody else
   */
  List<Delivery> claim(int most, int mostOfOne, Map<Long, Integer> underWay, Duration lease) {
    long now = clock.millis();
    Long[] webhooks = underWay.keySet().toArray(Long[]::new);
    Long[] tries = new Long[webhooks.length];
    for (int i = 0; i < tries.length; i++) {
      tries[i] = underWay.get(webhooks[i]).longValue();
    }
    return database.run(
        connection ->
            list(
                connection,
                CLAIM,
                DeliveryStore::delivery,
                webhooks,
                tries,
                BATCH,
                now,
                mostOfOne,
                most,
                now,
                now + lease.toMillis(),
                now));
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    return new Delivery(
        row.getLong("delivery_no"),
        row.getString("delivery_id"),
        row.getLong("webhook_no"),
        row.getString("webhook_id"),
        row.getString("url"),
        row.getBytes("secret"),
        row.getInt("attempts"),
        row.getString("type"),
        Instant.ofEpochMilli(row.getLong("occurred")),
        row.getString("data"));
  }

  void arrived(Delivery delivery) {
    database.run(
        connection ->
            change(
                connection,
                "delete from registry.webhook_delivery where delivery_no = ?",
                delivery.number()));
  }

  /**
   * Puts a delivery back, unless its claim ran out and another try has begun.
   *
   * @param pause until the next try; empty to give it up
   * @param status what the target answered; null if it did not
   */
  void failed(Delivery delivery, Optional<Duration> pause, Integer status, String error) {
    long due = clock.millis() + pause.orElse(Duration.ZERO).toMillis();
    String shown = Limits.cut(LONGEST_ERROR, error.replace('\0', ' '));
    database.run(
        connection ->
            change(
                connection,
                FAIL,
                due,
                pause.isEmpty(),
                status,
                shown,
                delivery.number(),
                delivery.attempt()));
  }

  /** What was given up for a webhook, the oldest first. */
  public Page<DeadLetter> dead(String webhookId, int size, Optional<String> token) {
    long after = token.map(text -> PageToken.parse(text, 1).number(0)).orElse(0L);
    return Page.of(
        database.run(
            connection ->
                list(connection, DEAD, DeliveryStore::deadLetter, webhookId, after, size + 1L)),
        size,
        last -> List.of(Long.toString(last.number())));
  }

  private static DeadLetter deadLetter(ResultSet row) throws SQLException {
    return new DeadLetter(
        row.getLong("delivery_no"),
        row.getString("delivery_id"),
        row.getLong("position"),
        row.getString("type"),
        row.getString("model"),
        row.getLong("occurred"),
        row.getInt("attempts"),
        row.getLong("last_attempt"),
        row.getObject("last_status", Integer.class),
        row.getString("last_error"));
  }

  /**
   * Tries again what was given up.
   *
   * @param deliveryId one of them; empty for all
   * @return how many
   */
  public int sendAgain(String webhookId, Optional<String> deliveryId) {
    String one = deliveryId.orElse(null);
    return database.run(
        connection -> change(connection, SEND_AGAIN, clock.millis(), webhookId, one, one));
  }

  /** How many wait, and how many were given up. */
  record Counts(long waiting, long dead) {}

  Counts count() {
    return database
        .run(
            connection ->
                first(connection, COUNT, row -> new Counts(row.getLong(1), row.getLong(2))))
        .orElseThrow();
  }
}
