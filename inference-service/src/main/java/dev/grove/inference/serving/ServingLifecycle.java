package dev.grove.inference.serving;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Serves from this disk at once, then follows the registry for as long as the service runs. */
@Singleton
public final class ServingLifecycle {
  /** After a stream of events has ended. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  private final ServingConfig serving;
  private final RegistryHttp http;
  private final RegistryClient client;
  private final Catalogue catalogue;
  private final CatalogueFile file;
  private final ModelLoader loader;
  private final StaleVersions stale;
  private final ServedModels models;
  private final ServingMeters meters;
  private ScheduledExecutorService watcher;
  private ScheduledExecutorService sweeper;
  private EventFollower follower;

  @Inject
  ServingLifecycle(
      ServingConfig serving,
      RegistryHttp http,
      RegistryClient client,
      Catalogue catalogue,
      CatalogueFile file,
      ModelLoader loader,
      StaleVersions stale,
      ServedModels models,
      ServingMeters meters) {
    this.serving = serving;
    this.http = http;
    this.client = client;
    this.catalogue = catalogue;
    this.file = file;
    this.loader = loader;
    this.stale = stale;
    this.models = models;
    this.meters = meters;
  }

  void start(@Observes StartupEvent event) throws IOException {
    watcher =
        Executors.newSingleThreadScheduledExecutor(
            task -> ServingBeans.daemon(task, "alias-watcher"));
    loader.loadStored(serving.alias());
    file.restore();
    AliasWatcher aliases =
        new AliasWatcher(
            client,
            catalogue,
            models,
            loader,
            meters,
            serving.alias(),
            serving.poll(),
            serving.calmPoll(),
            new Backoff(serving.poll(), serving.maxPollBackoff()));
    aliases.watch(watcher);
    sweeper =
        Executors.newSingleThreadScheduledExecutor(task -> ServingBeans.daemon(task, "sweeper"));
    long pause = serving.calmPoll().toMillis();
    sweeper.scheduleWithFixedDelay(stale::sweep, pause, pause, TimeUnit.MILLISECONDS);
    long period = serving.poll().toMillis();
    sweeper.scheduleWithFixedDelay(file::save, period, period, TimeUnit.MILLISECONDS);
    if (serving.followEvents()) {
      follower =
          new EventFollower(
              http,
              aliases,
              meters,
              new Backoff(FIRST_PAUSE, serving.maxPollBackoff()),
              serving.eventSilence(),
              new Random());
      follower.start();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    if (follower != null) {
      follower.close();
    }
    if (watcher != null) {
      watcher.shutdownNow();
      sweeper.shutdownNow();
    }
  }
}
