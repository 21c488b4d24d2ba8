package dev.grove.registry.event;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Follows the log, and shortens it, for as long as the service runs. */
@Singleton
public final class EventsLifecycle {
  private final EventsConfig config;
  private final EventFeed feed;
  private final EventRetention retention;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(EventsLifecycle::daemon);

  public EventsLifecycle(
      EventsConfig config, EventStore store, EventFeed feed, EventMeters meters, Clock clock) {
    this.config = config;
    this.feed = feed;
    retention = new EventRetention(store, meters, clock, config.retention());
  }

  @Produces
  @Singleton
  static EventFeed feed(
      EventsConfig config, EventStore store, EventSignal signal, EventMeters meters) {
    return new EventFeed(
        store, signal, meters, config.poll(), config.maxPollBackoff(), config.recent());
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "event-retention");
    thread.setDaemon(true);
    return thread;
  }

  void start(@Observes StartupEvent event) {
    feed.start();
    retention.every(config.retentionCheck(), scheduler);
  }

  void stop(@Observes ShutdownEvent event) {
    scheduler.shutdownNow();
    feed.close();
  }
}
