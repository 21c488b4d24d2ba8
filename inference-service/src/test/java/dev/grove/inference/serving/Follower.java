package dev.grove.inference.serving;

import dev.grove.inference.SetClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;

/** All parts that follow a registry, over one directory, with loads on the calling thread. */
final class Follower {
  static final String ALIAS = "champion";
  private static final long LARGEST_BUNDLE = 10_000_000;

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Catalogue catalogue = new Catalogue();
  final ServedModels models;
  final ModelDirectory directory;
  final ModelLoader loader;
  final AliasWatcher watcher;
  final VersionCopies copies;
  final LoadedVersions loaded;
  final FollowedAliases aliases;
  final StaleVersions stale;
  final ModelRouter router;
  private final RegistryHttp http;
  private final ServingMeters counted;
  final SetClock clock = new SetClock(Instant.parse("2026-01-01T00:00:00Z"));

  Follower(Path root, URI registry, List<String> configured) throws IOException {
    this(root, registry, configured, 1L << 30, Runnable::run);
  }

  /**
   * @param memory bytes that all models may have in memory together
   * @param loaders run the loads of versions that are asked for
   */
  Follower(Path root, URI registry, List<String> configured, long memory, Executor loaders)
      throws IOException {
    models = new ServedModels(configured, null);
    directory = new ModelDirectory(root);
    http = new RegistryHttp(registry, Duration.ofSeconds(5), Duration.ofSeconds(10));
    RegistryClient client = new RegistryClient(http);
    counted = new ServingMeters(meters, models);
    copies = new VersionCopies(root, LARGEST_BUNDLE, clock);
    loader =
        new ModelLoader(
            models,
            directory,
            new BundleFetcher(client, http, directory, copies, LARGEST_BUNDLE),
            counted,
            Runnable::run,
            clock,
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60)));
    loaded =
        new LoadedVersions(
            models,
            new VersionLoader(
                new BundleFetcher(client, http, copies, directory, LARGEST_BUNDLE), copies, clock),
            new VersionFailures(clock, new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60))),
            new MemoryBudget(memory),
            counted,
            loaders);
    VersionLists lists = new VersionLists(client, clock, Duration.ofSeconds(1));
    stale = new StaleVersions(catalogue, lists, loaded, copies);
    VersionsOnDemand onDemand =
        new VersionsOnDemand(loaded, lists, copies, 128, Duration.ofSeconds(60));
    aliases = new FollowedAliases(catalogue, models, loaded, onDemand, ALIAS);
    router =
        new ModelRouter(models, catalogue, aliases, onDemand, model -> Optional.empty(), clock);
    watcher =
        new AliasWatcher(
            client,
            catalogue,
            models,
            loader,
            counted,
            ALIAS,
            Duration.ofSeconds(1),
            Duration.ofSeconds(15),
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5)));
  }

  /** Follows events as the service does, until it is closed. */
  EventFollower followEvents(Duration silence) {
    return new EventFollower(
        http,
        watcher,
        counted,
        new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1)),
        silence,
        new Random(1));
  }

  /** The version that serves, or null. */
  String version(String model) {
    return models.find(model).map(ModelSlot::serving).map(ServedModel::version).orElse(null);
  }

  String error(String model) {
    return models.find(model).flatMap(ModelSlot::failure).map(LoadFailure::reason).orElse(null);
  }

  double count(String meter) {
    return meters.find(meter).counters().stream().mapToDouble(counter -> counter.count()).sum();
  }
}
