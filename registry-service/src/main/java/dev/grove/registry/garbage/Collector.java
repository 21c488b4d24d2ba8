package dev.grove.registry.garbage;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Does what garbage collections ask for, in small steps. Every replica does; all state is
 * PostgreSQL's, so that any of them may be killed at any time.
 */
@Singleton
@Startup
public class Collector {
  private static final Logger LOG = Logger.getLogger(Collector.class);
  private static final int BATCH = 20;

  private final CollectionStore collections;
  private final GarbageStore garbage;
  private final GarbageConfig config;
  private final Clock clock;
  private final ScheduledExecutorService executor;
  private ScheduledFuture<?> polls;
  private volatile boolean stopped;

  public Collector(
      CollectionStore collections,
      GarbageStore garbage,
      GarbageConfig config,
      Clock clock,
      ScheduledExecutorService executor) {
    this.collections = collections;
    this.garbage = garbage;
    this.config = config;
    this.clock = clock;
    this.executor = executor;
  }

  @PostConstruct
  void start() {
    long millis = config.poll().toMillis();
    polls = executor.scheduleWithFixedDelay(this::run, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Goes on until there is nothing to do; what goes wrong is logged, and tried again. */
  void run() {
    try {
      demandWhatIsDue();
      while (!stopped && step()) {
        LOG.debug("Collected some garbage");
      }
    } catch (RuntimeException e) {
      LOG.error("Garbage collection stopped; it goes on later", e);
    }
  }

  private void demandWhatIsDue() {
    if (config.after().isEmpty() || collections.unfinished().isPresent()) {
      return;
    }
    long cutoff = clock.millis() - config.after().get().toMillis();
    Due due = collections.due(cutoff);
    if (due.runs() + due.loggedModels() > 0 || collections.hasEmptyExperiments(cutoff)) {
      collections.demand(cutoff);
    }
  }

  /** Whether there was something to do. */
  boolean step() {
    Optional<Collection> collection = collections.unfinished();
    if (collection.isPresent() && collections.collect(collection.get(), BATCH) > 0) {
      return true;
    }
    return garbage.deleteOne() || (collection.isPresent() && collections.finish(collection.get()));
  }

  @PreDestroy
  void stop() {
    stopped = true;
    polls.cancel(false);
  }
}
