package dev.grove.registry.event;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Drops events that are old enough, again and again. A failure is counted and does not end it. */
final class EventRetention {
  private static final Logger LOG = Logger.getLogger(EventRetention.class);

  private final EventStore store;
  private final EventMeters meters;
  private final Clock clock;
  private final Duration kept;

  EventRetention(EventStore store, EventMeters meters, Clock clock, Duration kept) {
    this.store = store;
    this.meters = meters;
    this.clock = clock;
    this.kept = kept;
  }

  void every(Duration pause, ScheduledExecutorService scheduler) {
    Future<?> unused =
        scheduler.scheduleWithFixedDelay(
            this::attempt, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void attempt() {
    try {
      int dropped = drop();
      if (dropped > 0) {
        LOG.infof("Dropped %d events older than %s", dropped, kept);
      }
    } catch (Throwable e) {
      // Whatever it is, the schedule must go on.
      meters.retentionFailed();
      LOG.error("Old events cannot be dropped now", e);
    }
  }

  /** Drops all that are old enough, some at a time. */
  int drop() {
    long before = clock.millis() - kept.toMillis();
    int all = 0;
    int some;
    do {
      some = store.dropOccurred(before);
      all += some;
    } while (some > 0);
    meters.dropped(all);
    return all;
  }
}
