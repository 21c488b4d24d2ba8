package dev.grove.registry.artifact;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Removes now and then what ended uploads left; every replica may. */
@Singleton
@Startup
public class Sweeper {
  private static final Logger LOG = Logger.getLogger(Sweeper.class);

  private final ArtifactStore store;
  private final ArtifactConfig config;
  private final Clock clock;
  private final ScheduledExecutorService executor;
  private ScheduledFuture<?> sweeps;

  public Sweeper(
      ArtifactStore store, ArtifactConfig config, Clock clock, ScheduledExecutorService executor) {
    this.store = store;
    this.config = config;
    this.clock = clock;
    this.executor = executor;
  }

  @PostConstruct
  void start() {
    long millis = config.sweepEvery().toMillis();
    sweeps = executor.scheduleWithFixedDelay(this::sweep, 0, millis, TimeUnit.MILLISECONDS);
  }

  /** Once; what goes wrong is logged, and tried again the next time. */
  void sweep() {
    try {
      int removed = store.sweep(clock.instant().minus(config.abandonedAfter()));
      if (removed > 0) {
        LOG.infof("Removed what %d abandoned uploads left", removed);
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("Abandoned uploads could not be removed", e);
    }
  }

  @PreDestroy
  void stop() {
    sweeps.cancel(false);
  }
}
