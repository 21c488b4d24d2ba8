package dev.grove.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.grove.bundle.BundleFormat;
import dev.grove.inference.Bundles;
import dev.grove.inference.Refused;
import dev.grove.inference.RegistryFixture;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Versions and aliases of the real registry, asked for one by one. */
class OnDemandTest {
  private static RegistryFixture registry;

  @TempDir Path root;
  private String model;

  @BeforeAll
  static void startRegistry(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
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

  private Follower follower() throws Exception {
    return new Follower(root, registry.url(), List.of());
  }

  /** Over the same directory, with a registry that is nowhere. */
  private Follower alone() throws Exception {
    return new Follower(root, URI.create("http://127.0.0.1:1"), List.of());
  }

  private String publish(int seed) throws Exception {
    return registry.publish(model, Bundles.products(seed));
  }

  private ServedModel version(Follower follower, String version) {
    return follower.router.route(new ModelReference.Versioned(model, version));
  }

  private ServedModel alias(Follower follower, String alias) {
    return follower.router.route(new ModelReference.Aliased(model, alias));
  }

  private static void assertUnknown(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.UNKNOWN_MODEL));
  }

  private static void assertNotNow(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.NO_MODEL));
  }

  @Test
  void anyVersionAnswersPromotedOrNot() throws Exception {
    publish(1);
    publish(2);
    registry.promote(model, "1");
    Follower follower = follower();
    follower.watcher.poll();
    ServedModel second = version(follower, "2");
    assertThat(second.version()).isEqualTo("2");
    assertThat(second.bundle().modelText()).isEqualTo(Bundles.products(2).modelText());
    assertThat(version(follower, "2")).as("loaded once").isSameAs(second);
    assertThat(version(follower, "1")).isSameAs(follower.models.requireServing(model));
    assertThat(follower.count("grove.versions.loaded")).isEqualTo(1);
  }

  @Test
  void whatTheRegistryDoesNotHaveIsUnknown() throws Exception {
    publish(1);
    Follower follower = follower();
    assertNotNow(() -> version(follower, "1"));
    follower.watcher.poll();
    for (String version : List.of("2", "0", "01", "-1", "x", "", "99999999999", "1 ", "../1")) {
      assertUnknown(() -> version(follower, version));
    }
    assertUnknown(() -> alias(follower, "champion"));
    assertUnknown(() -> alias(follower, "nobody"));
    assertUnknown(() -> follower.router.route(new ModelReference.Named(model)));
    assertUnknown(() -> follower.router.route(new ModelReference.Versioned("no such", "1")));
    assertUnknown(() -> follower.router.route(new ModelReference.Aliased("no such", "a")));
    assertThat(version(follower, "1").version()).isEqualTo("1");
  }

  @Test
  void aVersionThatIsNewIsFoundAMomentLater() throws Exception {
    publish(1);
    Follower follower = follower();
    follower.watcher.poll();
    assertUnknown(() -> version(follower, "2"));
    publish(2);
    assertUnknown(() -> version(follower, "2"));
    follower.clock.now = follower.clock.now.plusSeconds(1);
    assertThat(version(follower, "2").version()).isEqualTo("2");
  }

  @Test
  void anAliasIsFollowed() throws Exception {
    publish(1);
    publish(2);
    registry.promote(model, "challenger", "1");
    Follower follower = follower();
    follower.watcher.poll();
    assertThat(alias(follower, "challenger").version()).isEqualTo("1");
    registry.promote(model, "challenger", "2");
    assertThat(alias(follower, "challenger").version()).isEqualTo("1");
    follower.watcher.poll();
    assertThat(follower.count("grove.versions.loaded")).as("loaded before asked for").isEqualTo(2);
    assertThat(alias(follower, "challenger").version()).isEqualTo("2");
    registry.demote(model, "challenger");
    follower.watcher.poll();
    assertUnknown(() -> alias(follower, "challenger"));
  }

  @Test
  void theOneBeforeAnswersUntilTheNextIsVerified() throws Exception {
    publish(1);
    registry.promote(model, "challenger", "1");
    Follower follower = follower();
    follower.watcher.poll();
    ServedModel first = alias(follower, "challenger");
    registry.promote(model, "challenger", publishDamaged());
    follower.watcher.poll();
    assertThat(alias(follower, "challenger")).isSameAs(first);
    assertThat(follower.count("grove.bundles.refused")).isEqualTo(1);
    assertNotNow(() -> version(follower, "2"));
    assertThat(follower.count("grove.bundles.refused")).as("not tried again at once").isEqualTo(1);
    follower.clock.now = follower.clock.now.plus(Duration.ofSeconds(61));
    assertNotNow(() -> version(follower, "2"));
    assertThat(follower.count("grove.bundles.refused")).isEqualTo(2);
  }

  private String publishDamaged() throws Exception {
    Path bundle = Files.createTempDirectory(root, "damaged");
    String digest = BundleFormat.write(Bundles.products(7), bundle);
    Path forest = bundle.resolve("model.lgb");
    Files.writeString(
        forest, Files.readString(forest).replace("threshold=10 100", "threshold=11 100"));
    return registry.publish(model, bundle, digest);
  }

  @Test
  void withoutTheRegistryTheDiskAnswers() throws Exception {
    publish(1);
    publish(2);
    registry.promote(model, "1");
    Follower follower = follower();
    follower.watcher.poll();
    version(follower, "2");
    Follower alone = alone();
    alone.catalogue.put(follower.catalogue.require(model));
    assertThat(version(alone, "2").bundle().modelText()).isEqualTo(Bundles.products(2).modelText());
    assertNotNow(() -> version(alone, "3"));
  }

  @Test
  void anotherModelOfTheSameNameIsAnotherModel() throws Exception {
    publish(1);
    Follower follower = follower();
    follower.watcher.poll();
    version(follower, "1");
    registry.deleteModel(model);
    publish(5);
    Follower restarted = follower();
    restarted.watcher.poll();
    assertThat(version(restarted, "1").bundle().modelText())
        .isEqualTo(Bundles.products(5).modelText());
  }

  @Test
  void oddNamesHaveVersionsToo() throws Exception {
    model = ".. it's \"odd\"; 100% `ünïcode`_";
    publish(1);
    registry.publish(model.replace('\'', '"'), Bundles.values(1));
    Follower follower = follower();
    follower.watcher.poll();
    assertThat(version(follower, "1").bundle().labels().target()).isEqualTo("category");
    assertUnknown(() -> version(follower, "2"));
  }

  @Test
  void aVersionThatIsPromotedIsNotFetchedAgain() throws Exception {
    publish(1);
    Follower follower = follower();
    follower.watcher.poll();
    version(follower, "1");
    registry.promote(model, "1");
    follower.watcher.poll();
    assertThat(follower.version(model)).isEqualTo("1");
    ModelCopy champion =
        follower.directory.stored().stream()
            .filter(stored -> stored.name().equals(model))
            .findFirst()
            .orElseThrow()
            .current();
    Path there = follower.copies.path(model, champion).resolve("model.lgb");
    Path here = follower.directory.path(model, champion).resolve("model.lgb");
    assertThat(Files.isSameFile(here, there)).isTrue();
    follower.loaded.shrink();
    assertThat(follower.loaded.all()).as("in memory once").isEmpty();
    assertThat(version(follower, "1")).isSameAs(follower.models.requireServing(model));
  }
}
