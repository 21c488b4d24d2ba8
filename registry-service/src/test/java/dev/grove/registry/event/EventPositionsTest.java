package dev.grove.registry.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.postgres.MigratedDatabase;
import dev.grove.registry.postgres.Statements;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class EventPositionsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static MigratedDatabase postgres;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final EventSignal signal = new EventSignal();
  private final Database database = postgres.database();
  private final EventStore store = new EventStore(database);

  @BeforeAll
  static void start() throws IOException {
    postgres = MigratedDatabase.start("postgres-events");
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void clear() {
    postgres.clear();
  }

  private EventLog log(Database writers) {
    return new EventLog(new ObjectMapper(), Clock.fixed(NOW, ZoneOffset.UTC), writers, signal);
  }

  private EventFeed feed(EventStore from, Duration period) {
    return new EventFeed(from, signal, new EventMeters(meters), period, Duration.ofMillis(50), 50);
  }

  private void append(String model, Object number) {
    database.transaction(
        connection -> {
          log(database)
              .append(connection, EventType.MODEL_VERSION_CREATED, model, Map.of("number", number));
          return null;
        });
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!what.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(2);
    }
  }

  @Test
  void whatCommitsLateComesLate() throws Exception {
    CountDownLatch appended = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<?> slow =
          other.submit(
              () ->
                  database.transaction(
                      connection -> {
                        log(database)
                            .append(
                                connection,
                                EventType.REGISTERED_MODEL_CREATED,
                                "slow",
                                Map.of("name", "slow"));
                        appended.countDown();
                        awaitUnchecked(go);
                        return null;
                      }));
      appended.await();
      append("fast", 1);
      assertThat(store.givePositions()).isEqualTo(1);
      EventPage first = store.read(0, EventFilter.ALL, 10);
      assertThat(first.events()).extracting(Event::model).containsExactly("fast");
      assertThat(first.next()).isEqualTo(1);

      go.countDown();
      slow.get();
      assertThat(store.head().waiting()).isTrue();
      assertThat(store.givePositions()).isEqualTo(1);
      EventPage second = store.read(first.next(), EventFilter.ALL, 10);
      assertThat(second.events()).extracting(Event::model).containsExactly("slow");
      assertThat(second.events().get(0).data()).isEqualTo("{\"name\": \"slow\"}");
      assertThat(second.events().get(0).occurred()).isEqualTo(NOW.toEpochMilli());
    } finally {
      other.shutdownNow();
    }
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Slow and fast writers, some of which change their mind; three replicas that give positions. */
  @Test
  void aReaderThatResumesMissesNothing() throws Exception {
    int writers = 6;
    int each = 60;
    ExecutorService threads = Executors.newCachedThreadPool();
    List<EventFeed> replicas = new ArrayList<>();
    AtomicBoolean done = new AtomicBoolean();
    List<Event> seen = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        EventFeed replica = feed(new EventStore(postgres.database()), Duration.ofMillis(5));
        replicas.add(replica);
        replica.start();
      }
      Future<?> reader =
          threads.submit(
              () -> {
                long position = 0;
                boolean last = false;
                while (!last) {
                  last = done.get() && !store.head().waiting();
                  EventPage page = store.read(position, EventFilter.ALL, 7);
                  seen.addAll(page.events());
                  position = page.next();
                  last &= !page.more();
                }
              });
      List<Future<List<String>>> written = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        written.add(threads.submit(writer(i, each)));
      }
      Map<String, List<String>> committed = new HashMap<>();
      for (int i = 0; i < writers; i++) {
        committed.put("writer-" + i, written.get(i).get(60, TimeUnit.SECONDS));
      }
      done.set(true);
      reader.get(60, TimeUnit.SECONDS);

      Map<String, List<String>> read = new HashMap<>();
      seen.forEach(
          event -> read.computeIfAbsent(event.model(), any -> new ArrayList<>()).add(event.data()));
      assertThat(read).isEqualTo(committed);
      assertThat(seen.stream().map(Event::position))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, seen.size()).boxed().toList());
      assertThat(seen.size()).isGreaterThan(writers * each / 2);
      EventFeed replica = replicas.get(1);
      await(() -> replica.last() == seen.size());
      assertThat(replica.readRecent(seen.size() - 20L, EventFilter.ALL, 100).orElseThrow().events())
          .isEqualTo(seen.subList(seen.size() - 20, seen.size()));
      assertThat(replica.readRecent(3, EventFilter.ALL, 100))
          .as("memory reaches back 50 events")
          .isEmpty();
    } finally {
      for (EventFeed replica : replicas) {
        replica.close();
      }
      threads.shutdownNow();
    }
  }

  /** The data that were committed, in order. */
  private Callable<List<String>> writer(int number, int transactions) {
    SplittableRandom random = new SplittableRandom(number);
    Database own = postgres.database();
    return () -> {
      List<String> committed = new ArrayList<>();
      for (int i = 0; i < transactions; i++) {
        boolean changesItsMind = random.nextInt(5) == 0;
        int value = i;
        try {
          own.transaction(
              connection -> {
                log(own)
                    .append(
                        connection,
                        EventType.MODEL_VERSION_CREATED,
                        "writer-" + number,
                        Map.of("number", value));
                pause(random.nextInt(10) == 0 ? 40 : random.nextInt(3));
                if (changesItsMind) {
                  throw new IllegalStateException("no");
                }
                return null;
              });
          committed.add("{\"number\": " + value + "}");
        } catch (IllegalStateException e) {
          assertThat(e).hasMessage("no");
        }
      }
      return committed;
    };
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aProcessThatDiesWhileItGivesPositionsLosesNothing() throws Exception {
    append("a", 1);
    append("b", 2);
    try (Connection dying = postgres.connection();
        Statement statement = dying.createStatement()) {
      dying.setAutoCommit(false);
      statement.execute("select last_position from registry.event_head for update");
      statement.execute("update registry.event set position = event_no + 40");
      statement.execute("update registry.event_head set last_position = 42");

      assertThat(store.givePositions()).as("another one gives them").isZero();
      assertThat(store.head().last()).isZero();
      dying.abort(Runnable::run);
    }
    await(() -> store.givePositions() == 2);
    assertThat(store.read(0, EventFilter.ALL, 10).events())
        .extracting(Event::position)
        .containsExactly(1L, 2L);
  }

  @Test
  void aCommitWakesTheFeedAtOnce() throws Exception {
    EventFeed feed = feed(store, Duration.ofSeconds(30));
    List<Long> told = new ArrayList<>();
    feed.onNews(() -> told.add(feed.last()));
    feed.start();
    try {
      await(() -> told.size() == 1);
      assertThatThrownBy(
              () ->
                  database.transaction(
                      connection -> {
                        log(database)
                            .append(
                                connection, EventType.MODEL_VERSION_CREATED, "no", Map.of("a", 1));
                        throw new IllegalStateException("rolled back");
                      }))
          .hasMessage("rolled back");
      append("a", 1);
      await(() -> told.size() == 2);
      assertThat(told).containsExactly(0L, 1L);
      database.run(
          connection -> {
            log(database)
                .append(connection, EventType.MODEL_VERSION_CREATED, "b", Map.of("own", "commit"));
            return null;
          });
      await(() -> told.size() == 3);
      assertThat(meters.get("grove.events.positioned").counter().count()).isEqualTo(2);
    } finally {
      feed.close();
    }
  }

  @Test
  void whatAnotherProcessWroteIsFoundWithinAPeriod() throws Exception {
    EventFeed feed = feed(store, Duration.ofMillis(50));
    feed.start();
    try {
      database.run(
          connection ->
              Statements.change(
                  connection,
                  "insert into registry.event (occurred, type, model, data)"
                      + " values (1, 'model_version.created', 'other', '{}')"));
      long start = System.nanoTime();
      await(() -> feed.last() == 1);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    } finally {
      feed.close();
    }
  }

  @Test
  void aFeedOutlivesItsDatabase() throws Exception {
    PGSimpleDataSource source = postgres.source();
    int[] ports = source.getPortNumbers();
    EventFeed feed = feed(new EventStore(new Database(source)), Duration.ofMillis(5));
    source.setPortNumbers(new int[] {1});
    feed.start();
    try {
      await(() -> meters.get("grove.events.poll.failures").counter().count() >= 3);
      append("a", 1);
      source.setPortNumbers(ports);
      await(() -> feed.last() == 1);
    } finally {
      feed.close();
    }
  }

  @Test
  void aFailingListenerDoesNotStopTheOthers() throws Exception {
    EventFeed feed = feed(store, Duration.ofMillis(5));
    feed.onNews(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    List<Long> told = new ArrayList<>();
    feed.onNews(() -> told.add(feed.last()));
    feed.start();
    try {
      await(() -> told.size() == 1);
      append("a", 1);
      await(() -> told.size() == 2);
    } finally {
      feed.close();
    }
  }

  @Test
  void filtersSkipToTheEnd() {
    for (int i = 0; i < 6; i++) {
      append(i % 2 == 0 ? "even" : "odd", i);
    }
    store.givePositions();
    EventFilter even = new EventFilter(Set.of("even"), Set.of());
    EventPage page = store.read(0, even, 2);
    assertThat(page.events()).extracting(Event::position).containsExactly(1L, 3L);
    assertThat(page.more()).isTrue();
    assertThat(page.next()).isEqualTo(3);
    EventPage rest = store.read(page.next(), even, 2);
    assertThat(rest.events()).extracting(Event::position).containsExactly(5L);
    assertThat(rest.more()).isFalse();
    assertThat(rest.next()).as("nothing to look at again").isEqualTo(6);
    EventFilter other = new EventFilter(Set.of("even"), Set.of("registered_model.created"));
    assertThat(store.read(0, other, 2)).isEqualTo(new EventPage(List.of(), 6, false));
  }

  @Test
  void oldEventsGoFromTheBeginning() {
    for (int i = 0; i < 3; i++) {
      append("m", i);
    }
    database.run(
        connection ->
            Statements.change(
                connection,
                "insert into registry.event (occurred, type, model, data)"
                    + " values (?, 'model_version.created', 'm', '{}'),"
                    + " (1, 'model_version.created', 'of a clock that goes wrong', '{}')",
                NOW.plusSeconds(100).toEpochMilli()));
    store.givePositions();
    EventRetention retention =
        new EventRetention(
            store,
            new EventMeters(meters),
            Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC),
            Duration.ofSeconds(10));
    assertThat(retention.drop()).as("webhooks have not seen them").isZero();
    database.run(
        connection ->
            Statements.change(connection, "update registry.event_follower set position = 5"));

    assertThat(retention.drop()).isEqualTo(3);

    assertThat(store.head()).isEqualTo(new EventHead(5, 3, false));
    assertThat(store.read(3, EventFilter.ALL, 10).events())
        .extracting(Event::position)
        .containsExactly(4L, 5L);
    assertThatThrownBy(() -> store.read(2, EventFilter.ALL, 10))
        .isInstanceOfSatisfying(
            PositionGone.class, gone -> assertThat(gone.dropped()).isEqualTo(3));
    assertThat(meters.get("grove.events.dropped").counter().count()).isEqualTo(3);
  }
}
