package dev.grove.registry.webhook;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.first;
import static dev.grove.registry.postgres.Statements.texts;

import dev.grove.registry.Limits;
import dev.grove.registry.RegistryException;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.postgres.Statements;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.PageToken;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The webhooks in PostgreSQL. */
@Singleton
public final class WebhookStore {
  private static final int LONGEST_DESCRIPTION = 1_000;
  private static final int LONGEST_SECRET = 1_000;

  private static final String INSERT =
      """
      insert into registry.webhook
        (webhook_id, name, description, url, events, status, secret, creation_time,
          last_updated_time)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      returning *
      """;

  private static final String SELECT = "select * from registry.webhook where webhook_id = ?";

  private static final String LIST =
      """
      select * from registry.webhook
      where (creation_time, webhook_no) < (?, ?)
      order by creation_time desc, webhook_no desc limit ?
      """;

  private static final String UPDATE =
      """
      update registry.webhook
      set name = coalesce(?::text, name), description = coalesce(?::text, description),
        url = coalesce(?::text, url), events = coalesce(?::text[], events),
        status = coalesce(?::text, status),
        secret = case when ? then ?::bytea else secret end,
        last_updated_time = greatest(last_updated_time, ?)
      where webhook_id = ?
      returning *
      """;

  private final Database database;
  private final SecretBox secrets;
  private final Sender sender;
  private final Clock clock;

  WebhookStore(Database database, SecretBox secrets, Sender sender, Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.sender = sender;
    this.clock = clock;
  }

  /** What a webhook is to be, or to become; what is empty stays, an empty secret removes it. */
  public record Draft(
      Optional<WebhookName> name,
      Optional<String> description,
      Optional<Target> target,
      List<WebhookEvent> events,
      Optional<String> secret,
      Optional<WebhookStatus> status) {
    public Draft {
      description.ifPresent(text -> Limits.length("description", LONGEST_DESCRIPTION, text));
      secret.ifPresent(text -> Limits.length("secret", LONGEST_SECRET, text));
    }

    private String[] eventTexts() {
      return events.stream().distinct().map(WebhookEvent::text).toArray(String[]::new);
    }
  }

  public Webhook create(Draft draft) {
    draft.target().ifPresent(sender::check);
    String id = UUID.randomUUID().toString();
    long now = clock.millis();
    byte[] secret = sealed(id, draft);
    return database
        .run(
            connection ->
                first(
                    connection,
                    INSERT,
                    WebhookStore::read,
                    id,
                    draft.name().orElseThrow().value(),
                    draft.description().orElse(""),
                    draft.target().orElseThrow().url(),
                    draft.eventTexts(),
                    draft.status().orElse(WebhookStatus.ACTIVE).name(),
                    secret,
                    now,
                    now))
        .orElseThrow();
  }

  public Webhook require(String id) {
    return database
        .run(connection -> first(connection, SELECT, WebhookStore::read, id))
        .orElseThrow(() -> missing(id));
  }

  private static RegistryException missing(String id) {
    return RegistryException.notFound("Webhook with ID " + id + " not found.");
  }

  /** The webhooks, the newest first. */
  public Page<Webhook> list(int size, Optional<String> token) {
    Optional<PageToken> after = token.map(text -> PageToken.parse(text, 2));
    List<Row> rows =
        database.run(
            connection ->
                Statements.list(
                    connection,
                    LIST,
                    row -> new Row(row.getLong("webhook_no"), read(row)),
                    after.map(key -> key.number(0)).orElse(Long.MAX_VALUE),
                    after.map(key -> key.number(1)).orElse(Long.MAX_VALUE),
                    size + 1L));
    Page<Row> page =
        Page.of(
            rows,
            size,
            last -> List.of(Long.toString(last.webhook().created()), Long.toString(last.number())));
    return new Page<>(page.items().stream().map(Row::webhook).toList(), page.next());
  }

  /** The secret as it is stored, or null where there is none. */
  private byte[] sealed(String id, Draft draft) {
    return draft
        .secret()
        .filter(text -> !text.isEmpty())
        .map(text -> secrets.seal(id, text))
        .orElse(null);
  }

  private record Row(long number, Webhook webhook) {}

  public Webhook update(String id, Draft draft) {
    draft.target().ifPresent(sender::check);
    byte[] secret = sealed(id, draft);
    return database
        .run(
            connection ->
                first(
                    connection,
                    UPDATE,
                    WebhookStore::read,
                    draft.name().map(WebhookName::value).orElse(null),
                    draft.description().orElse(null),
                    draft.target().map(Target::url).orElse(null),
                    draft.events().isEmpty() ? null : draft.eventTexts(),
                    draft.status().map(Enum::name).orElse(null),
                    draft.secret().isPresent(),
                    secret,
                    clock.millis(),
                    id))
        .orElseThrow(() -> missing(id));
  }

  /** Removes a webhook with all that was to be delivered to it. */
  public void delete(String id) {
    int rows =
        database.run(
            connection ->
                change(connection, "delete from registry.webhook where webhook_id = ?", id));
    if (rows == 0) {
      throw missing(id);
    }
  }

  /**
   * The secret; nothing if there is none.
   *
   * @throws SecretUnreadable if it was encrypted with a key that is not configured
   */
  Optional<String> secret(String id) throws SecretUnreadable {
    Optional<byte[]> sealed =
        database
            .run(
                connection ->
                    first(
                        connection, SELECT, row -> Optional.ofNullable(row.getBytes("secret")), id))
            .orElseThrow(() -> missing(id));
    return sealed.isEmpty() ? Optional.empty() : Optional.of(secrets.open(id, sealed.get()));
  }

  private static Webhook read(ResultSet row) throws SQLException {
    return new Webhook(
        row.getString("webhook_id"),
        row.getString("name"),
        row.getString("description"),
        row.getString("url"),
        texts(row, "events").stream().map(WebhookEvent::parse).toList(),
        WebhookStatus.valueOf(row.getString("status")),
        row.getLong("creation_time"),
        row.getLong("last_updated_time"));
  }
}
