package dev.grove.registry.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.registry.event.EventLog;
import dev.grove.registry.event.EventSignal;
import dev.grove.registry.event.EventStore;
import dev.grove.registry.event.EventType;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.postgres.MigratedDatabase;
import dev.grove.registry.postgres.Statements;
import dev.grove.registry.search.Page;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Events on their way to real receivers, through a real PostgreSQL. */
class DeliveryTest {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
  private static final WebhookEvent CREATED = WebhookEvent.parse("model_version.created");

  private static MigratedDatabase postgres;
  private static Vertx vertx;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final MovingClock clock = new MovingClock();
  private final Database database = postgres.database();
  private final EventStore events = new EventStore(database);
  private final DeliveryStore deliveries = new DeliveryStore(database, clock);
  private final SecretBox secrets = new SecretBox(List.of(KEY), new SecureRandom());
  private Receiver receiver;
  private Sender sender;

  @BeforeAll
  static void start() throws IOException {
    postgres = MigratedDatabase.start("postgres-webhooks");
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws IOException {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    postgres.close();
  }

  @BeforeEach
  void clear() throws IOException {
    postgres.clear();
    receiver = new Receiver();
    sender =
        new Sender(
            vertx,
            new HttpClientOptions(),
            new AddressRule(List.of(Network.parse("127.0.0.0/8"))),
            Resolver.ofSystem(),
            clock,
            Duration.ofSeconds(10));
    open.add(receiver);
    open.add(sender);
  }

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  /** Time that goes by itself and can be moved on. */
  private static final class MovingClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    void move(Duration by) {
      ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static WebhookConfig config(String... values) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withMapping(WebhookConfig.class)
            .withConverter(Duration.class, 200, new DurationConverter())
            .withDefaultValue("grove.webhooks.poll", "50ms")
            .withDefaultValue("grove.webhooks.timeout", "10s");
    for (int i = 0; i < values.length; i += 2) {
      builder.withDefaultValue("grove.webhooks." + values[i], values[i + 1]);
    }
    return builder.build().getConfigMapping(WebhookConfig.class);
  }

  private WebhookStore webhooks() {
    return new WebhookStore(database, secrets, sender, clock);
  }

  private Webhook webhook(String url, String secret) {
    return webhooks()
        .create(
            new WebhookStore.Draft(
                Optional.of(new WebhookName("hook")),
                Optional.empty(),
                Optional.of(Target.parse(url, true)),
                List.of(CREATED),
                Optional.ofNullable(secret),
                Optional.empty()));
  }

  private void append(String model, Object number) {
    EventLog log = new EventLog(new ObjectMapper(), clock, database, new EventSignal());
    database.transaction(
        connection -> {
          log.append(connection, EventType.MODEL_VERSION_CREATED, model, Map.of("version", number));
          return null;
        });
  }

  /** Gives positions as the feed would. */
  private void publish() {
    while (events.head().waiting()) {
      assertThat(events.givePositions()).isPositive();
    }
  }

  private Deliverer deliverer(String... values) {
    return deliverer(deliveries, secrets, values);
  }

  private Deliverer deliverer(DeliveryStore from, SecretBox box, String... values) {
    WebhookConfig config = config(values);
    RetryPolicy policy =
        new RetryPolicy(
            config.firstPause(),
            config.longestPause(),
            config.longestRetryAfter(),
            config.maxAttempts(),
            new Random(1));
    Deliverer deliverer =
        new Deliverer(
            from,
            new Courier(sender, box, clock, true),
            policy,
            new DeliveryMeters(meters),
            () -> events.head().last(),
            clock,
            config);
    open.add(deliverer);
    deliverer.start();
    return deliverer;
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!what.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  private double outcomes(String outcome) {
    return meters.find("grove.webhooks.deliveries").tag("outcome", outcome).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private static int version(Receiver.Request request) {
    try {
      return new ObjectMapper().readTree(request.body()).at("/data/version").asInt();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anEventArrivesSignedAsMlflowSigns() throws Exception {
    webhook(receiver.url(), "my secret ü");
    append("m", 7);
    publish();
    deliverer();

    Receiver.Request request = receiver.next();

    JsonNode body = new ObjectMapper().readTree(request.body());
    assertThat(body.get("entity").asText()).isEqualTo("model_version");
    assertThat(body.get("action").asText()).isEqualTo("created");
    assertThat(body.get("timestamp").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+00:00");
    assertThat(body.get("data").get("version").asInt()).isEqualTo(7);
    assertThat(body.size()).isEqualTo(4);
    assertThat(request.path()).isEqualTo("/hook?a=b");
    String id = request.header("X-MLflow-Delivery-Id");
    String timestamp = request.header("X-MLflow-Timestamp");
    assertThat(id).matches("[0-9a-f-]{36}");
    assertThat(Long.parseLong(timestamp))
        .isBetween(clock.millis() / 1_000 - 60, clock.millis() / 1_000);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("my secret ü".getBytes(UTF_8), "HmacSHA256"));
    byte[] digest = mac.doFinal((id + "." + timestamp + "." + request.body()).getBytes(UTF_8));
    assertThat(request.header("X-MLflow-Signature"))
        .isEqualTo("v1," + Base64.getEncoder().encodeToString(digest));
    await(() -> deliveries.count().equals(new DeliveryStore.Counts(0, 0)));
    assertThat(outcomes("arrived")).isEqualTo(1);
  }

  @Test
  void onlyWhatIsWantedIsDelivered() throws Exception {
    append("before there was a webhook", 1);
    clock.move(Duration.ofMillis(5));
    Webhook first = webhook(receiver.url(), null);
    append("m", 2);
    database.transaction(
        connection -> {
          new EventLog(new ObjectMapper(), clock, database, new EventSignal())
              .append(connection, EventType.REGISTERED_MODEL_CREATED, "m", Map.of("version", 3));
          return null;
        });
    publish();
    deliverer();
    Receiver.Request request = receiver.next();
    assertThat(version(request)).isEqualTo(2);
    assertThat(request.header("X-MLflow-Signature")).as("it has no secret").isNull();

    change(first, WebhookStatus.DISABLED);
    append("m", 4);
    publish();
    await(() -> follower() == 4);
    change(first, WebhookStatus.ACTIVE);
    append("m", 5);
    publish();
    assertThat(version(receiver.next())).isEqualTo(5);
  }

  private void change(Webhook webhook, WebhookStatus status) {
    webhooks()
        .update(
            webhook.id(),
            new WebhookStore.Draft(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(status)));
  }

  private long follower() {
    return database
        .run(
            connection ->
                Statements.first(
                    connection,
                    "select position from registry.event_follower",
                    row -> row.getLong(1)))
        .orElseThrow();
  }

  @Test
  void failuresAreTriedAgainWithGrowingPauses() throws Exception {
    webhook(receiver.url(), "s");
    AtomicInteger tries = new AtomicInteger();
    receiver.answers(
        exchange -> exchange.sendResponseHeaders(tries.incrementAndGet() < 4 ? 500 : 204, -1));
    append("m", 1);
    publish();
    deliverer("first-pause", "100ms");

    List<Receiver.Request> requests = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      requests.add(receiver.next());
    }

    assertThat(requests.stream().map(request -> request.header("X-MLflow-Delivery-Id")))
        .as("one id for all tries")
        .containsOnly(requests.get(0).header("X-MLflow-Delivery-Id"));
    for (int i = 1; i < 4; i++) {
      long pause = (requests.get(i).nanoTime() - requests.get(i - 1).nanoTime()) / 1_000_000;
      assertThat(pause).isGreaterThanOrEqualTo(50L << (i - 1));
    }
    await(() -> outcomes("arrived") == 1);
    assertThat(outcomes("failed")).isEqualTo(3);
  }

  @Test
  void aTargetsWishForAPauseIsFollowedWithinABound() throws Exception {
    webhook(receiver.url(), null);
    receiver.answers(Receiver.text(503, "", "Retry-After", "3600"));
    append("m", 1);
    publish();
    deliverer("first-pause", "10ms", "longest-retry-after", "10m");
    receiver.next();
    await(() -> outcomes("failed") == 1);
    clock.move(Duration.ofMinutes(9));
    Thread.sleep(300);
    assertThat(receiver.all()).isEmpty();
    receiver.answers(200);
    clock.move(Duration.ofMinutes(1));
    receiver.next();
  }

  @Test
  void whatIsGivenUpIsListedAndSentAgain() throws Exception {
    Webhook webhook = webhook(receiver.url(), null);
    receiver.answers(Receiver.text(418, "no"));
    append("m", 1);
    append("n", 2);
    publish();
    deliverer("first-pause", "10ms", "max-attempts", "3");
    await(() -> deliveries.count().dead() == 2);
    assertThat(outcomes("dead")).isEqualTo(2);
    assertThat(outcomes("failed")).isEqualTo(4);

    Page<DeadLetter> first = deliveries.dead(webhook.id(), 1, Optional.empty());
    DeadLetter letter = first.items().get(0);
    assertThat(letter.attempts()).isEqualTo(3);
    assertThat(letter.lastStatus()).isEqualTo(418);
    assertThat(letter.lastError()).contains("418");
    assertThat(letter.type()).isEqualTo("model_version.created");
    assertThat(deliveries.dead(webhook.id(), 1, first.next().map(next -> next.text())).items())
        .extracting(DeadLetter::model)
        .containsExactly(letter.model().equals("m") ? "n" : "m");
    assertThat(deliveries.sendAgain(webhook.id(), Optional.of("no such"))).isZero();

    receiver.answers(200);
    assertThat(deliveries.sendAgain(webhook.id(), Optional.of(letter.id()))).isEqualTo(1);
    await(() -> outcomes("arrived") == 1);
    assertThat(deliveries.sendAgain(webhook.id(), Optional.empty())).isEqualTo(1);
    await(() -> deliveries.count().equals(new DeliveryStore.Counts(0, 0)));
  }

  @Test
  void eventsOfOneModelKeepTheirOrder() throws Exception {
    webhook(receiver.url(), null);
    Random random = new Random(3);
    receiver.answers(
        exchange -> exchange.sendResponseHeaders(random.nextInt(3) == 0 ? 500 : 200, -1));
    for (int i = 0; i < 60; i++) {
      append("model-" + i % 3, i);
    }
    publish();
    deliverer("first-pause", "5ms", "longest-pause", "20ms", "max-attempts", "50");
    deliverer("first-pause", "5ms", "longest-pause", "20ms", "max-attempts", "50");
    await(() -> follower() == 60 && deliveries.count().waiting() == 0);

    List<List<Integer>> seen = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Receiver.Request request : receiver.all()) {
      int version = version(request);
      List<Integer> line = seen.get(version % 3);
      if (line.isEmpty() || line.get(line.size() - 1) != version) {
        line.add(version);
      }
    }
    for (int model = 0; model < 3; model++) {
      int first = model;
      assertThat(seen.get(model))
          .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(i -> first + 3 * i).toList());
    }
  }

  @Test
  void aSlowTargetDoesNotHoldUpTheOthers() throws Exception {
    Receiver slow = new Receiver();
    open.add(slow);
    slow.answers(
        exchange -> {
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    webhook(slow.url(), null);
    webhook(receiver.url(), null);
    for (int i = 0; i < 40; i++) {
      append("model-" + i, i);
    }
    publish();
    long start = System.nanoTime();
    deliverer("concurrency", "6", "concurrency-per-webhook", "3");
    Set<Integer> seen = new HashSet<>();
    while (seen.size() < 40) {
      seen.add(version(receiver.next()));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
    assertThat(slow.all().size()).isLessThan(20);
  }

  /** A process that ends between the claim and the answer leaves the delivery to others. */
  @Test
  void aClaimRunsOut() throws Exception {
    webhook(receiver.url(), null);
    append("m", 1);
    append("m", 2);
    publish();
    assertThat(deliveries.plan()).contains(2L);
    List<Delivery> lost = deliveries.claim(10, 10, Map.of(), Duration.ofMinutes(1));
    assertThat(lost).extracting(Delivery::attempt).containsExactly(1);
    assertThat(deliveries.claim(10, 10, Map.of(), Duration.ofMinutes(1))).isEmpty();
    deliverer();
    Thread.sleep(300);
    assertThat(receiver.all()).isEmpty();

    clock.move(Duration.ofMinutes(2));
    assertThat(version(receiver.next())).isEqualTo(1);
    assertThat(version(receiver.next())).isEqualTo(2);
    await(() -> deliveries.count().waiting() == 0);
    deliveries.failed(lost.get(0), Optional.of(Duration.ZERO), 500, "too late");
    assertThat(deliveries.count().waiting()).isZero();
  }

  @Test
  void replicasPlanEachEventOnce() throws Exception {
    for (int i = 0; i < 5; i++) {
      webhook(receiver.url(), null);
    }
    for (int i = 0; i < 40; i++) {
      append("model-" + i, i);
    }
    publish();
    for (int i = 0; i < 3; i++) {
      deliverer(new DeliveryStore(postgres.database(), clock), secrets);
    }
    await(() -> outcomes("arrived") == 200);
    assertThat(
            receiver.all().stream()
                .map(request -> request.header("X-MLflow-Delivery-Id"))
                .distinct()
                .count())
        .isEqualTo(200);
    assertThat(receiver.all()).hasSize(200);
  }

  @Test
  void withoutItsKeyNothingGoesUnsigned() throws Exception {
    Webhook webhook = webhook(receiver.url(), "secret");
    append("m", 1);
    publish();
    String other =
        Base64.getEncoder().encodeToString("another key of thirty-two bytes!".getBytes(UTF_8));
    Deliverer keyless =
        deliverer(
            deliveries,
            new SecretBox(List.of(other), new SecureRandom()),
            "first-pause",
            "10ms",
            "max-attempts",
            "2");
    await(() -> deliveries.count().dead() == 1);
    assertThat(receiver.all()).isEmpty();
    assertThat(deliveries.dead(webhook.id(), 1, Optional.empty()).items().get(0).lastError())
        .contains("grove.webhooks.former-secret-keys");
    keyless.close();

    deliveries.sendAgain(webhook.id(), Optional.empty());
    deliverer(deliveries, new SecretBox(List.of(other, KEY), new SecureRandom()));
    assertThat(receiver.next().header("X-MLflow-Signature")).startsWith("v1,");
  }

  @Test
  void itOutlivesItsDatabase() throws Exception {
    webhook(receiver.url(), null);
    PGSimpleDataSource source = postgres.source();
    int[] ports = source.getPortNumbers();
    source.setPortNumbers(new int[] {1});
    deliverer(new DeliveryStore(new Database(source), clock), secrets);
    append("m", 1);
    publish();
    await(() -> meters.get("grove.webhooks.poll.failures").counter().count() >= 3);
    source.setPortNumbers(ports);
    receiver.next();
  }

  @Test
  void theSecretIsNoTextInTheDatabase() {
    Webhook webhook = webhook(receiver.url(), "a very secret secret");
    List<byte[]> stored =
        database.run(
            connection ->
                Statements.list(
                    connection, "select secret from registry.webhook", row -> row.getBytes(1)));
    assertThat(new String(stored.get(0), UTF_8)).doesNotContain("secret");
    assertThat(stored.get(0)).hasSize(12 + "a very secret secret".length() + 16);
    assertThat(webhook.toString()).doesNotContain("very secret");
  }
}
