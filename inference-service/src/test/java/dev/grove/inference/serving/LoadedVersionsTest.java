package dev.grove.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.grove.inference.Bundles;
import dev.grove.inference.Refused;
import dev.grove.inference.RegistryFixture;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Many threads that ask for more versions than fit into memory. */
class LoadedVersionsTest {
  private static final int THREADS = 64;
  private static final int VERSIONS = 6;
  private static final String MODEL = "crowded";
  private static RegistryFixture registry;

  @TempDir Path root;
  private final ExecutorService loaders =
      new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(64));
  private final ExecutorService clients = Executors.newFixedThreadPool(THREADS);

  @BeforeAll
  static void startRegistry(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
    assumeTrue(RegistryFixture.isBuilt(), "registry-service is not built");
    registry = RegistryFixture.start(directory);
    for (int seed = 1; seed <= VERSIONS; seed++) {
      registry.publish(MODEL, Bundles.products(seed));
    }
    registry.promote(MODEL, "1");
    registry.promote(MODEL, "challenger", "2");
  }

  @AfterAll
  static void stopRegistry() throws Exception {
    if (registry != null) {
      registry.close();
    }
  }

  @AfterEach
  void stopThreads() {
    loaders.shutdownNow();
    clients.shutdownNow();
  }

  private long one;

  @BeforeEach
  void weigh() {
    one =
        new ServedModel(
                new PromotedVersion(MODEL, null, "1", null), "", Bundles.products(1), Instant.EPOCH)
            .weight();
  }

  private Follower follower(long memory) throws Exception {
    Follower follower = new Follower(root, registry.url(), List.of(), memory, loaders);
    follower.watcher.poll();
    return follower;
  }

  private static ModelReference version(int number) {
    return new ModelReference.Versioned(MODEL, Integer.toString(number));
  }

  @Test
  void manyWhoAskAtOnceLoadOnce() throws Exception {
    Follower follower = follower(1L << 30);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<ServedModel>> answers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      answers.add(
          clients.submit(
              () -> {
                start.await();
                return follower.router.route(version(3));
              }));
    }
    start.countDown();
    ServedModel first = answers.get(0).get();
    for (Future<ServedModel> answer : answers) {
      assertThat(answer.get()).isSameAs(first);
    }
    assertThat(follower.count("grove.versions.loaded")).isEqualTo(1);
  }

  @Test
  void whatDoesNotFitLeavesAndComesBack() throws Exception {
    // The champion, the pinned challenger and two more; scratches grow what is in use.
    Follower follower = follower(5 * one);
    follower.aliases.pin(Set.of(new ModelAlias(MODEL, "challenger")));
    follower.router.route(new ModelReference.Aliased(MODEL, "challenger"));
    Map<String, String> texts = new ConcurrentHashMap<>();
    for (int seed = 1; seed <= VERSIONS; seed++) {
      texts.put(Integer.toString(seed), Bundles.products(seed).modelText());
    }
    List<Future<Integer>> done = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom random = new SplittableRandom(i);
      done.add(clients.submit(() -> ask(follower, random, texts)));
    }
    int answers = 0;
    for (Future<Integer> each : done) {
      answers += each.get();
    }
    assertThat(answers).isEqualTo(THREADS * 20);
    follower.loaded.shrink();
    assertThat(follower.loaded.weight()).isLessThanOrEqualTo(5 * one);
    assertThat(follower.count("grove.versions.evicted")).isPositive();
    assertThat(follower.loaded.find(new ModelVersion(MODEL, "2"))).as("pinned").isPresent();
    assertThat(follower.loaded.find(new ModelVersion(MODEL, "1"))).as("champion").isPresent();
  }

  private static int ask(Follower follower, SplittableRandom random, Map<String, String> texts) {
    for (int i = 0; i < 20; i++) {
      String number = Integer.toString(1 + random.nextInt(VERSIONS));
      ServedModel model = follower.router.route(new ModelReference.Versioned(MODEL, number));
      assertThat(model.version()).isEqualTo(number);
      assertThat(model.bundle().modelText()).isEqualTo(texts.get(number));
      Scratch scratch = model.borrow();
      assertThat(scratch.predict()).isNotNull();
      model.giveBack(scratch);
    }
    return 20;
  }

  @Test
  void whatFitsNowhereIsRefused() throws Exception {
    Follower follower = follower(one + one / 2);
    assertThatThrownBy(() -> follower.router.route(version(3)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("grove.serving.memory");
    assertThat(follower.router.route(version(1)).version()).as("the champion").isEqualTo("1");
    assertThat(follower.loaded.all()).isEmpty();
  }

  @Test
  void whatTheRegistryDeletedLeavesMemoryAndDisk() throws Exception {
    String model = "deleted";
    registry.publish(model, Bundles.values(1));
    registry.publish(model, Bundles.values(2));
    Follower follower = follower(1L << 30);
    for (String version : List.of("1", "2")) {
      follower.router.route(new ModelReference.Versioned(model, version));
    }
    registry.deleteVersion(model, "1");
    follower.clock.now = follower.clock.now.plusSeconds(2);
    follower.stale.sweep();
    assertThat(follower.loaded.find(new ModelVersion(model, "1"))).isEmpty();
    assertThat(follower.loaded.find(new ModelVersion(model, "2"))).isPresent();
    assertThat(follower.copies.all()).containsExactly(new ModelVersion(model, "2"));
    assertThatThrownBy(() -> follower.router.route(new ModelReference.Versioned(model, "1")))
        .isInstanceOf(Refused.class);
  }

  @Test
  void namesThatDoNotExistCostTheRegistryNextToNothing() throws Exception {
    Follower follower = follower(1L << 30);
    registry.kill();
    try {
      for (int i = 0; i < 10_000; i++) {
        ModelReference unknown = new ModelReference.Versioned("no-such-model-" + i, "1");
        assertThatThrownBy(() -> follower.router.route(unknown))
            .isInstanceOfSatisfying(
                Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.UNKNOWN_MODEL));
      }
      long start = System.nanoTime();
      for (int i = 0; i < 1_000; i++) {
        ModelReference unknown = version(1_000 + i);
        assertThatThrownBy(() -> follower.router.route(unknown))
            .isInstanceOfSatisfying(
                Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.NO_MODEL));
      }
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
    } finally {
      registry.restart();
    }
  }
}
