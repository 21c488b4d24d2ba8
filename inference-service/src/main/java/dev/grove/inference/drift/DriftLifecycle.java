package dev.grove.inference.drift;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Judges windows on a thread of its own for as long as the service runs. */
@Singleton
public final class DriftLifecycle {
  private static final Logger LOG = Logger.getLogger(DriftLifecycle.class);

  private final DriftConfig config;
  private final DriftMonitor monitor;
  private final DriftMeters meters;
  private final DriftWebhooks webhooks;
  private ScheduledExecutorService judge;

  @Inject
  public DriftLifecycle(
      DriftConfig config, DriftMonitor monitor, DriftMeters meters, DriftWebhooks webhooks) {
    this.config = config;
    this.monitor = monitor;
    this.meters = meters;
    this.webhooks = webhooks;
  }

  void start(@Observes StartupEvent event) {
    webhooks.start();
    if (!config.enabled()) {
      return;
    }
    judge =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "drift-judge");
              thread.setDaemon(true);
              return thread;
            });
    monitor.judgeOn(judge);
    long tick = Math.max(1, config.tick().toMillis());
    judge.scheduleWithFixedDelay(this::tick, tick, tick, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    try {
      monitor.collect();
      meters.show(monitor.reports());
    } catch (RuntimeException e) {
      LOG.error("Drift was not looked at this time", e);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    if (judge != null) {
      judge.shutdownNow();
    }
    webhooks.close();
  }
}
