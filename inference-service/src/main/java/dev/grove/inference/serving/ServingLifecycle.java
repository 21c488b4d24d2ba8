package dev.grove.inference.serving;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Serves from this disk at once, then follows the registry for as long as the service runs. */
@Singleton
public final class ServingLifecycle {
  private static final int LOADERS = 2;

  private final ServingConfig serving;
  private final RegistryConfig registry;
  private final ServedModels models;
  private final ServingMeters meters;
  private ExecutorService loaders;
  private ScheduledExecutorService watcher;

  @Inject
  public ServingLifecycle(
      ServingConfig serving, RegistryConfig registry, ServedModels models, ServingMeters meters) {
    this.serving = serving;
    this.registry = registry;
    this.models = models;
    this.meters = meters;
  }

  void start(@Observes StartupEvent event) throws IOException {
    loaders = Executors.newFixedThreadPool(LOADERS, task -> daemon(task, "model-loader"));
    watcher = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "alias-watcher"));
    ModelDirectory directory = new ModelDirectory(serving.directory());
    RegistryHttp http =
        new RegistryHttp(registry.url(), registry.timeout(), serving.downloadTimeout());
    RegistryClient client = new RegistryClient(http);
    ModelLoader loader =
        new ModelLoader(
            models,
            directory,
            new BundleFetcher(client, http, directory, serving.maxBundleSize().asLongValue()),
            meters,
            loaders,
            Clock.systemUTC(),
            new Backoff(serving.poll(), serving.maxLoadBackoff()));
    loader.loadStored(serving.alias());
    new AliasWatcher(
            client,
            models,
            loader,
            meters,
            serving.alias(),
            serving.poll(),
            new Backoff(serving.poll(), serving.maxPollBackoff()))
        .watch(watcher);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  void stop(@Observes ShutdownEvent event) {
    if (watcher != null) {
      watcher.shutdownNow();
      loaders.shutdownNow();
    }
  }
}
