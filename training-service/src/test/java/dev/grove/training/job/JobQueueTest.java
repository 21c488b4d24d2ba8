package dev.grove.training.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.bundle.Task;
import dev.grove.local.postgres.EmbeddedServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class JobQueueTest {
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final String HOME = "home";

  private static EmbeddedServer server;
  private static PGSimpleDataSource database;

  private final Watch watch = new Watch(Instant.parse("2026-01-01T00:00:00Z"));
  private final JobStore store = new JobStore(database, watch);
  private final JobQueue queue = new JobQueue(database, watch);

  @BeforeAll
  static void startPostgres() throws Exception {
    server = EmbeddedServer.forTests(Path.of(System.getProperty("java.io.tmpdir"), "queue"));
    database = new PGSimpleDataSource();
    database.setUrl(server.jdbcUrl());
    database.setUser(EmbeddedServer.USER);
    Flyway.configure().dataSource(database).schemas("training").load().migrate();
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    server.close();
  }

  @BeforeEach
  void empty() {
    new Sql(database).update("TRUNCATE training.job");
  }

  @Test
  void eachJobGoesToOneClaimer() throws Exception {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      ids.add(submit(null, "x").id());
    }
    List<String> claimed = new ArrayList<>();
    for (List<String> some : together(4, this::claimAll)) {
      claimed.addAll(some);
    }
    assertThat(claimed).containsExactlyInAnyOrderElementsOf(ids);
  }

  private List<String> claimAll() {
    List<String> ids = new ArrayList<>();
    for (Optional<JobQueue.Claim> claim = claim(); claim.isPresent(); claim = claim()) {
      ids.add(claim.get().job().id());
    }
    return ids;
  }

  @Test
  void oneKeyMakesOneJob() throws Exception {
    List<String> ids = together(8, () -> submit("key", "body").id());
    assertThat(new HashSet<>(ids)).hasSize(1);
    assertThat(store.findByKey("key", "body")).isPresent();
    assertThatThrownBy(() -> submit("key", "other body")).isInstanceOf(JobStore.KeyReused.class);
  }

  @Test
  void jobComesBackAsItWent() {
    TrainingJob job = submit(null, "x");
    assertThat(job.id()).matches("[0-9a-f]{32}");
    assertThat(store.find(job.id())).contains(job);
    assertThat(job.spec()).isEqualTo(SPEC);
    assertThat(job.state()).isEqualTo(new JobState.Queued());
    assertThat(store.find("0".repeat(32))).isEmpty();
    assertThat(store.queued()).isEqualTo(1);
  }

  @Test
  void listsTheNewestFirst() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(0, submit(null, "x").id());
    }
    JobPage first = JobPage.of(store.list(JobPage.before(null), 4), 3);
    assertThat(first.items()).extracting(JobJson::id).isEqualTo(ids.subList(0, 3));
    JobPage second = JobPage.of(store.list(JobPage.before(first.nextPageToken()), 4), 3);
    assertThat(second.items()).extracting(JobJson::id).isEqualTo(ids.subList(3, 5));
    assertThat(second.nextPageToken()).isNull();
  }

  @Test
  void jobOfADeadOwnerIsTakenOverAndTheOwnerCannotInterfere() {
    TrainingJob job = submit(null, "x");
    JobQueue.Claim first = claim().orElseThrow();
    queue.progress(first, new Progress(7, Map.of("validation.auc", 0.9)));
    assertThat(store.find(job.id()).orElseThrow().progress().rounds()).isEqualTo(7);
    assertThat(claim()).isEmpty();
    watch.forward(LEASE.minusSeconds(1));
    assertThat(queue.beat(first, LEASE)).isEqualTo(JobQueue.Heard.GO_ON);
    watch.forward(LEASE.minusSeconds(1));
    assertThat(claim()).isEmpty();
    watch.forward(Duration.ofSeconds(2));
    JobQueue.Claim second = claim().orElseThrow();
    assertThat(second.job().id()).isEqualTo(job.id());
    assertThat(second.job().progress()).isEqualTo(Progress.NONE);
    assertThat(queue.beat(first, LEASE)).isEqualTo(JobQueue.Heard.LOST);
    queue.end(first, new JobState.Failed("too late"));
    assertThat(store.find(job.id()).orElseThrow().state()).isEqualTo(new JobState.Running());
  }

  @Test
  void jobThatKillsItsServiceFailsInTheEnd() {
    TrainingJob job = submit(null, "x");
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(claim()).isPresent();
      watch.forward(LEASE.plusSeconds(1));
    }
    assertThat(claim()).isEmpty();
    queue.sweep(3, Duration.ofHours(24));
    TrainingJob failed = store.find(job.id()).orElseThrow();
    assertThat(failed.state()).isInstanceOf(JobState.Failed.class);
    assertThat(((JobState.Failed) failed.state()).why()).contains("3 times");
    assertThat(failed.finishedAt()).isEqualTo(watch.instant());
  }

  @Test
  void releasedJobWaitsAgainAndKeepsItsAttempts() {
    submit(null, "x");
    for (int i = 0; i < 5; i++) {
      JobQueue.Claim claim = claim().orElseThrow();
      queue.release(claim);
    }
    assertThat(store.queued()).isEqualTo(1);
  }

  @Test
  void trainedJobIsPublishedFromItsHomeAlone() throws Exception {
    TrainingJob job = submit(null, "x");
    queue.trained(claim().orElseThrow(), new ObjectMapper().readTree("{\"rounds\": 3}"));
    assertThat(store.find(job.id()).orElseThrow().state()).isEqualTo(new JobState.Publishing());
    assertThat(queue.claimPublishing(LEASE, "elsewhere")).isEmpty();
    JobQueue.Claim claim = queue.claimPublishing(LEASE, HOME).orElseThrow();
    assertThat(queue.claimPublishing(LEASE, HOME)).isEmpty();
    queue.postpone(claim, Duration.ofSeconds(30));
    assertThat(queue.claimPublishing(LEASE, HOME)).isEmpty();
    watch.forward(Duration.ofSeconds(31));
    JobQueue.Claim again = queue.claimPublishing(LEASE, HOME).orElseThrow();
    assertThat(again.job().publishAttempts()).isEqualTo(2);
    queue.published(again, "4");
    TrainingJob done = store.find(job.id()).orElseThrow();
    assertThat(done.state()).isEqualTo(new JobState.Succeeded("4"));
    assertThat(done.evaluation().path("rounds").asInt()).isEqualTo(3);
    assertThat(queue.claimPublishing(LEASE, HOME)).isEmpty();
  }

  @Test
  void heartbeatKeepsAClaimAsLongAsTheWorkTakes() throws Exception {
    JobQueue live = new JobQueue(database, Clock.systemUTC());
    Duration lease = Duration.ofMillis(600);
    TrainingJob job = submit(null, "x");
    queue.trained(claim().orElseThrow(), new ObjectMapper().readTree("{}"));
    JobQueue.Claim claim = live.claimPublishing(lease, HOME).orElseThrow();
    Heartbeat.during(
        () -> {
          await(lease.multipliedBy(2));
          assertThat(live.claimPublishing(lease, HOME)).isEmpty();
        },
        live,
        claim,
        lease);
    await(lease.multipliedBy(2));
    assertThat(live.claimPublishing(lease, HOME).orElseThrow().job().id()).isEqualTo(job.id());
  }

  @Test
  void registryIsNotWaitedForForever() throws Exception {
    TrainingJob job = submit(null, "x");
    queue.trained(claim().orElseThrow(), new ObjectMapper().readTree("{}"));
    queue.sweep(3, Duration.ofHours(1));
    assertThat(store.find(job.id()).orElseThrow().state()).isEqualTo(new JobState.Publishing());
    watch.forward(Duration.ofHours(2));
    queue.sweep(3, Duration.ofHours(1));
    assertThat(store.find(job.id()).orElseThrow().state()).isInstanceOf(JobState.Failed.class);
  }

  @Test
  void cancellingEndsWhatWaitsAndAsksWhatRuns() {
    TrainingJob waiting = submit(null, "x");
    store.cancel(waiting.id());
    assertThat(store.find(waiting.id()).orElseThrow().state()).isEqualTo(new JobState.Cancelled());
    assertThat(queue.claimPublishing(LEASE, HOME)).isEmpty();

    TrainingJob running = submit(null, "x");
    JobQueue.Claim claim = claim().orElseThrow();
    store.cancel(running.id());
    assertThat(store.find(running.id()).orElseThrow().state()).isEqualTo(new JobState.Running());
    assertThat(queue.beat(claim, LEASE)).isEqualTo(JobQueue.Heard.CANCEL);
    queue.end(claim, new JobState.Cancelled());
    store.cancel(running.id());
    assertThat(store.find(running.id()).orElseThrow().state()).isEqualTo(new JobState.Cancelled());
    assertThat(queue.claimPublishing(LEASE, HOME).orElseThrow().job().id()).isEqualTo(running.id());
  }

  @Test
  void cancelledJobOfADeadOwnerIsNotBegunAgain() {
    TrainingJob job = submit(null, "x");
    claim();
    store.cancel(job.id());
    watch.forward(LEASE.plusSeconds(1));
    assertThat(claim()).isEmpty();
    queue.sweep(3, Duration.ofHours(1));
    assertThat(store.find(job.id()).orElseThrow().state()).isEqualTo(new JobState.Cancelled());
  }

  @Test
  void databaseThatIsAwayIsNamedBySqlState() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/postgres");
    assertThatThrownBy(() -> new Sql(nowhere).update("SELECT 1"))
        .isInstanceOf(Sql.DatabaseAway.class)
        .hasMessageContaining("08001");
    assertThatThrownBy(() -> new Sql(nowhere).query("SELECT 1", row -> 1))
        .isInstanceOf(Sql.DatabaseAway.class);
  }

  private static void await(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  private static final JobSpec SPEC =
      new JobSpec(
          "adult",
          "abc",
          "default",
          "income",
          Task.BINARY,
          null,
          null,
          Map.of("num_leaves", "31"),
          200,
          20,
          42,
          null,
          "adult");

  private TrainingJob submit(String key, String body) {
    return store.submit(new Submission(SPEC, key, body, "request"));
  }

  private Optional<JobQueue.Claim> claim() {
    return queue.claimTraining(LEASE, 3, HOME);
  }

  private static <T> List<T> together(int threads, Callable<T> work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : executor.invokeAll(java.util.Collections.nCopies(threads, work))) {
        results.add(result.get());
      }
      return results;
    } finally {
      executor.shutdown();
    }
  }

  /** A clock that stands until it is moved. */
  private static final class Watch extends Clock {
    private volatile Instant now;

    Watch(Instant now) {
      this.now = now;
    }

    void forward(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
