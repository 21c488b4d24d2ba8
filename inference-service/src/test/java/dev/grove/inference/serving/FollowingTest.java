package dev.grove.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.grove.bundle.BundleFormat;
import dev.grove.inference.Bundles;
import dev.grove.inference.Refused;
import dev.grove.inference.RegistryFixture;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Follows the real registry. Each test has a model of its own name. */
class FollowingTest {
  private static RegistryFixture registry;

  @TempDir Path root;
  private String model;

  @BeforeAll
  static void startRegistry(
      @TempDir(cleanup = org.junit.jupiter.api.io.CleanupMode.NEVER) Path directory)
      throws Exception {
    assumeTrue(RegistryFixture.isBuilt(), "registry-service is not built");
    registry = RegistryFixture.start(directory);
  }

  @AfterAll
  static void stopRegistry() throws Exception {
    if (registry != null) {
      registry.close();
    }
  }

  @BeforeEach
  void name(TestInfo test) {
    model = test.getTestMethod().orElseThrow().getName();
  }

  /** Whatever a test promoted, the next one shall not see. */
  @AfterEach
  void demote() throws Exception {
    Follower all = follower();
    all.watcher.poll();
    for (ModelSlot slot : all.models.all()) {
      registry.demote(slot.name());
    }
  }

  private Follower follower(String... configured) throws Exception {
    return new Follower(root, registry.url(), List.of(configured));
  }

  /** A follower over the same directory whose registry is nowhere. */
  private Follower alone() throws Exception {
    return new Follower(root, URI.create("http://127.0.0.1:1"), List.of());
  }

  private String publish(int seed) throws Exception {
    return registry.publish(model, Bundles.products(seed));
  }

  @Test
  void servesWhatIsPromotedAndNothingElse() throws Exception {
    String version = publish(1);
    Follower follower = follower();
    follower.watcher.poll();
    assertThat(follower.models.isReady()).isFalse();
    assertThatThrownBy(() -> follower.models.requireServing(model))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("No model");

    registry.promote(model, version);
    follower.watcher.poll();
    ServedModel served = follower.models.requireServing(model);
    assertThat(served.version()).isEqualTo(version);
    assertThat(served.bundle().labels()).isEqualTo(Bundles.products(1).labels());
    assertThat(follower.models.requirePreferred()).isSameAs(served);
    assertThat(follower.models.isReady()).isTrue();

    follower.watcher.poll();
    assertThat(follower.models.requireServing(model)).isSameAs(served);
  }

  @Test
  void keepsTheCurrentCopyAndTheOneBefore() throws Exception {
    Follower follower = follower();
    for (int seed = 1; seed <= 3; seed++) {
      registry.promote(model, publish(seed));
      follower.watcher.poll();
      assertThat(follower.version(model)).isEqualTo(String.valueOf(seed));
    }
    StoredModel stored = follower.directory.stored().get(0);
    assertThat(stored.current().version()).isEqualTo("3");
    assertThat(stored.previous().version()).isEqualTo("2");
    assertThat(copies()).isEqualTo(2);
    assertThat(follower.count("grove.model.swaps")).isEqualTo(3);
  }

  private long copies() throws Exception {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.endsWith(BundleFormat.MANIFEST)).count();
    }
  }

  @Test
  void returnsToACopyThatIsHere() throws Exception {
    Follower follower = follower();
    String first = publish(1);
    registry.promote(model, first);
    follower.watcher.poll();
    registry.promote(model, publish(2));
    follower.watcher.poll();
    registry.promote(model, first);
    follower.watcher.poll();
    assertThat(follower.version(model)).isEqualTo(first);
    assertThat(follower.directory.stored().get(0).previous().version()).isEqualTo("2");
  }

  @Test
  void refusesWhatWasTamperedWithAndServesTheLastGoodOne() throws Exception {
    Follower follower = follower();
    registry.promote(model, publish(1));
    follower.watcher.poll();

    Path bundle = Files.createTempDirectory(root, "tampered");
    String digest = BundleFormat.write(Bundles.products(2), bundle);
    Path forest = bundle.resolve("model.lgb");
    String text = Files.readString(forest);
    Files.writeString(forest, text.replace("threshold=10 100", "threshold=11 100"));
    registry.promote(model, registry.publish(model, bundle, digest));
    follower.watcher.poll();

    assertThat(follower.version(model)).isEqualTo("1");
    assertThat(follower.error(model)).contains("model.lgb");
    ModelJson shown = ModelJson.of(follower.models.require(model));
    assertThat(shown.state()).isEqualTo(ModelState.SERVING);
    assertThat(shown.lastError()).startsWith("Version 2: ").contains("model.lgb");
    assertThat(follower.count("grove.bundles.refused")).isEqualTo(1);

    follower.watcher.poll();
    assertThat(follower.count("grove.bundles.refused")).as("not tried again at once").isEqualTo(1);
    follower.clock.now = follower.clock.now.plus(Duration.ofSeconds(2));
    follower.watcher.poll();
    assertThat(follower.count("grove.bundles.refused")).as("tried again later").isEqualTo(2);

    registry.promote(model, publish(3));
    follower.watcher.poll();
    assertThat(follower.version(model)).isEqualTo("3");
    assertThat(follower.error(model)).isNull();
  }

  @Test
  void refusesAManifestThatIsNotTheRegisteredOne() throws Exception {
    Path bundle = root.resolve("bundle");
    BundleFormat.write(Bundles.products(1), bundle);
    registry.promote(model, registry.publish(model, bundle, "0".repeat(64)));
    Follower follower = follower(model);
    follower.watcher.poll();
    assertThat(follower.error(model)).contains("manifest").contains("0".repeat(64));
    assertThat(follower.models.require(model).state()).isEqualTo(ModelState.REFUSED);
    assertThat(follower.models.isReady()).isFalse();
  }

  @Test
  void refusesAVersionWithoutABundle() throws Exception {
    Path bundle = Files.createDirectories(root.resolve("bundle"));
    Files.writeString(bundle.resolve("readme.txt"), "nothing to serve");
    registry.promote(model, registry.publish(model, bundle, "0".repeat(64)));
    Follower follower = follower();
    follower.watcher.poll();
    assertThat(follower.error(model)).contains("manifest.json");
  }

  @Test
  void refusesAManifestThatNamesAForeignFile() throws Exception {
    Path bundle = Files.createDirectories(root.resolve("bundle"));
    BundleFormat.write(Bundles.products(1), bundle);
    Path manifest = bundle.resolve(BundleFormat.MANIFEST);
    String json = Files.readString(manifest).replace("model.lgb", "../model.lgb");
    Files.writeString(manifest, json);
    String digest = Digests.sha256(json.getBytes(StandardCharsets.UTF_8));
    registry.promote(model, registry.publish(model, bundle, digest));
    Follower follower = follower();
    follower.watcher.poll();
    assertThat(follower.error(model)).isNotNull();
    assertThat(follower.version(model)).isNull();
    assertThat(root.resolve("model.lgb")).doesNotExist();
  }

  @Test
  void goesOnWhileTheRegistryIsAwayAndFollowsItWhenItIsBack() throws Exception {
    Follower follower = follower();
    registry.promote(model, publish(1));
    follower.watcher.poll();
    registry.kill();
    try {
      assertThat(follower.watcher.attempt()).isEqualTo(Duration.ofSeconds(1));
      assertThat(follower.watcher.attempt()).isEqualTo(Duration.ofSeconds(2));
      assertThat(follower.count("grove.registry.poll.failures")).isEqualTo(2);
      assertThat(follower.version(model)).isEqualTo("1");

      Follower restarted = follower();
      restarted.loader.loadStored(Follower.ALIAS);
      assertThat(restarted.version(model)).isEqualTo("1");
      assertThat(restarted.models.isReady()).isTrue();
      restarted.watcher.attempt();
      assertThat(restarted.version(model)).isEqualTo("1");
    } finally {
      registry.restart();
    }
    registry.promote(model, publish(2));
    assertThat(follower.watcher.attempt()).isEqualTo(Duration.ofSeconds(1));
    assertThat(follower.version(model)).isEqualTo("2");
  }

  @Test
  void fallsBackOnTheCopyBeforeAndFetchesTheDamagedOneAgain() throws Exception {
    Follower follower = follower();
    registry.promote(model, publish(1));
    follower.watcher.poll();
    registry.promote(model, publish(2));
    follower.watcher.poll();
    StoredModel stored = follower.directory.stored().get(0);
    Path damaged = follower.directory.path(model, stored.current()).resolve("encoding.json");
    byte[] whole = Files.readAllBytes(damaged);
    Files.write(damaged, new byte[] {'{', '}'});

    Follower alone = alone();
    alone.loader.loadStored(Follower.ALIAS);
    assertThat(alone.version(model)).isEqualTo("1");

    Follower restarted = follower();
    restarted.loader.loadStored(Follower.ALIAS);
    restarted.watcher.poll();
    assertThat(restarted.version(model)).isEqualTo("2");
    assertThat(damaged).hasBinaryContent(whole);
  }

  @Test
  void anAliasThatIsGoneEndsTheService() throws Exception {
    Follower follower = follower();
    registry.promote(model, publish(1));
    follower.watcher.poll();
    registry.demote(model);
    follower.watcher.poll();
    assertThat(follower.models.find(model)).isEmpty();
    assertThat(follower.directory.stored()).isEmpty();
    assertThat(copies()).isZero();
    assertThat(follower.count("grove.model.retirements")).isEqualTo(1);

    Follower restarted = alone();
    restarted.loader.loadStored(Follower.ALIAS);
    assertThat(restarted.models.isReady()).isFalse();
  }

  @Test
  void configuredModelsMustAllServe() throws Exception {
    registry.promote(model, publish(1));
    String other = model + ".other";
    String version = registry.publish(other, Bundles.values(1));
    Follower follower = follower(model, other);
    follower.watcher.poll();
    assertThat(follower.version(model)).isEqualTo("1");
    assertThat(follower.models.require(other).state()).isEqualTo(ModelState.WAITING);
    assertThat(follower.models.isReady()).isFalse();
    registry.promote(other, version);
    follower.watcher.poll();
    assertThat(follower.models.isReady()).isTrue();

    registry.demote(other);
    follower.watcher.poll();
    assertThat(follower.models.require(other).state()).isEqualTo(ModelState.WAITING);
    follower.watcher.poll();
    assertThat(follower.count("grove.model.retirements")).isEqualTo(1);
  }

  @Test
  void theModelPromotedLastIsTheDefault() throws Exception {
    String other = model + "Other";
    registry.promote(model, publish(1));
    Thread.sleep(5);
    registry.promote(other, registry.publish(other, Bundles.values(1)));
    Follower follower = follower();
    follower.watcher.poll();
    assertThat(follower.models.requirePreferred().name()).isEqualTo(other);
    Thread.sleep(5);
    registry.promote(model, "1");
    follower.watcher.poll();

    Follower restarted = alone();
    restarted.loader.loadStored(Follower.ALIAS);
    String last = follower.models.requirePreferred().name();
    assertThat(restarted.models.requirePreferred().name()).isEqualTo(last);
  }

  @Test
  void oddNamesStayInsideTheDirectory() throws Exception {
    model = ".. odd name; 100% ünïcode & more";
    registry.promote(model, publish(1));
    Follower follower = follower();
    follower.watcher.poll();
    assertThat(follower.version(model)).isEqualTo("1");
    try (Stream<Path> entries = Files.list(root)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .containsExactlyInAnyOrder("models", "staging", "versions", "arriving");
    }
    Follower restarted = alone();
    restarted.loader.loadStored(Follower.ALIAS);
    assertThat(restarted.version(model)).isEqualTo("1");
  }
}
