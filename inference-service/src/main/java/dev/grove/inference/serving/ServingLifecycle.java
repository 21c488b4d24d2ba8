package dev.grove.inference.serving;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Serves from this disk at once, then follows the registry for as long as the service runs. */
@Singleton
public final class ServingLifecycle {
  private static final int LOADERS = 2;

  /** After a stream of events has ended. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  private final ServingConfig serving;
  private final RegistryConfig registry;
  private final ServedModels models;
  private final ServingMeters meters;
  private ExecutorService loaders;
  private ScheduledExecutorService watcher;
  private EventFollower follower;

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
    AliasWatcher aliases =
        new AliasWatcher(
            client,
            models,
            loader,
            meters,
            serving.alias(),
            serving.poll(),
            serving.calmPoll(),
            new Backoff(serving.poll(), serving.maxPollBackoff()));
    aliases.watch(watcher);
    if (serving.followEvents()) {
      follower =
          new EventFollower(
              http,
              aliases,
              meters,
              serving.alias(),
              new Backoff(FIRST_PAUSE, serving.maxPollBackoff()),
              serving.eventSilence(),
              new Random());
      follower.start();
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  void stop(@Observes ShutdownEvent event) {
    if (follower != null) {
      follower.close();
    }
    if (watcher != null) {
      watcher.shutdownNow();
      loaders.shutdownNow();
    }
  }
}
