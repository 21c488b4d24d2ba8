package dev.grove.inference.serving;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The parts of serving, put together as the configuration says. */
final class ServingBeans {
  private static final int LOADERS = 2;
  private static final int MOST_QUEUED = 64;

  @Produces
  @Singleton
  @DefaultBean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  RegistryHttp registryHttp(RegistryConfig registry, ServingConfig serving) {
    return new RegistryHttp(registry.url(), registry.timeout(), serving.downloadTimeout());
  }

  @Produces
  @Singleton
  RegistryClient registryClient(RegistryHttp http) {
    return new RegistryClient(http);
  }

  @Produces
  @Singleton
  Catalogue catalogue() {
    return new Catalogue();
  }

  @Produces
  @Singleton
  CatalogueFile catalogueFile(ServingConfig config, Catalogue catalogue) {
    return new CatalogueFile(config.directory(), catalogue);
  }

  @Produces
  @Singleton
  ModelDirectory modelDirectory(ServingConfig config) throws IOException {
    return new ModelDirectory(config.directory());
  }

  /** So that a slow bundle does not hold up the other models. */
  @Produces
  @Singleton
  PromotionLoading promotionLoading() {
    return new PromotionLoading(
        Executors.newFixedThreadPool(LOADERS, task -> daemon(task, "model-loader")));
  }

  void stop(@Disposes PromotionLoading loading) {
    loading.executor().shutdownNow();
  }

  @Produces
  @Singleton
  ModelLoader modelLoader(
      ServedModels models,
      ModelDirectory directory,
      RegistryClient registry,
      RegistryHttp http,
      VersionCopies copies,
      PromotionLoading loading,
      ServingMeters meters,
      ServingConfig config,
      Clock clock) {
    return new ModelLoader(
        models,
        directory,
        new BundleFetcher(registry, http, directory, copies, config.maxBundleSize().asLongValue()),
        meters,
        loading.executor(),
        clock,
        new Backoff(config.poll(), config.maxLoadBackoff()));
  }

  @Produces
  @Singleton
  Promotions promotions(ServedModels models, ModelLoader loader, ServingConfig config) {
    return new Promotions(models, loader, config.loadWait());
  }

  @Produces
  @Singleton
  VersionCopies versionCopies(ServingConfig config, Clock clock) throws IOException {
    return new VersionCopies(config.directory(), config.disk().asLongValue(), clock);
  }

  @Produces
  @Singleton
  VersionLists versionLists(RegistryClient registry, ServingConfig config, Clock clock) {
    return new VersionLists(registry, clock, config.versionListAge());
  }

  @Produces
  @Singleton
  VersionLoading loading() {
    return new VersionLoading(
        new ThreadPoolExecutor(
            LOADERS,
            LOADERS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_QUEUED),
            task -> daemon(task, "version-loader")));
  }

  void stop(@Disposes VersionLoading loading) {
    loading.executor().shutdownNow();
  }

  @Produces
  @Singleton
  LoadedVersions loadedVersions(
      ServedModels models,
      RegistryClient registry,
      RegistryHttp http,
      ModelDirectory directory,
      VersionCopies copies,
      VersionLoading loading,
      ServingMeters meters,
      ServingConfig config,
      Clock clock) {
    BundleFetcher fetcher =
        new BundleFetcher(registry, http, copies, directory, config.maxBundleSize().asLongValue());
    long memory =
        config
            .memory()
            .map(size -> size.asLongValue())
            .orElse(Runtime.getRuntime().maxMemory() / 2);
    return new LoadedVersions(
        models,
        new VersionLoader(fetcher, copies, clock),
        new VersionFailures(clock, new Backoff(config.poll(), config.maxLoadBackoff())),
        new MemoryBudget(memory),
        meters,
        loading.executor());
  }

  @Produces
  @Singleton
  VersionsOnDemand versionsOnDemand(
      LoadedVersions loaded, VersionLists lists, VersionCopies copies, ServingConfig config) {
    return new VersionsOnDemand(loaded, lists, copies, config.loadWaiters(), config.loadWait());
  }

  @Produces
  @Singleton
  FollowedAliases followedAliases(
      Catalogue catalogue,
      ServedModels models,
      LoadedVersions loaded,
      VersionsOnDemand onDemand,
      ServingConfig config) {
    return new FollowedAliases(catalogue, models, loaded, onDemand, config.alias());
  }

  @Produces
  @Singleton
  StaleVersions staleVersions(
      Catalogue catalogue, VersionLists lists, LoadedVersions loaded, VersionCopies copies) {
    return new StaleVersions(catalogue, lists, loaded, copies);
  }

  @Produces
  @Singleton
  ModelTags modelTags(RegistryClient registry, Catalogue catalogue, ServingConfig config) {
    return new ModelTags(registry, catalogue, config.clientControl());
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
