package dev.grove.registry.event;

import dev.grove.registry.RegistryException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/**
 * Looks for new events without end, puts them in order, and tells who waits for them.
 *
 * <p>Every process does so; the database lets one at a time give positions. No failure ends the
 * look-out: each is counted, the first of its kind logged, and the pauses grow to a bound until the
 * database answers.
 */
public final class EventFeed implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EventFeed.class);
  private static final int PAGE = 200;

  /** How much sooner the next look is while another process gives positions. */
  private static final int CONTESTED = 10;

  private final EventStore store;
  private final EventSignal signal;
  private final EventMeters meters;
  private final Duration period;
  private final Duration longestPause;
  private final int kept;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile RecentEvents recent;
  private volatile boolean closed;
  private int failures;
  private String lastError;

  /**
   * @param period between two looks while nothing signals
   * @param longestPause between two looks that fail
   * @param kept how many events stay in memory
   */
  public EventFeed(
      EventStore store,
      EventSignal signal,
      EventMeters meters,
      Duration period,
      Duration longestPause,
      int kept) {
    this.store = store;
    this.signal = signal;
    this.meters = meters;
    this.period = period;
    this.longestPause = longestPause;
    this.kept = kept;
    thread = new Thread(this::run, "event-feed");
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Lets a listener know, on the feed's thread, that there are new events. It must be short. */
  public void onNews(Runnable listener) {
    listeners.add(listener);
  }

  /** The greatest position seen; 0 until the database has answered once. */
  public long last() {
    RecentEvents seen = recent;
    return seen == null ? 0 : seen.last();
  }

  /** The first wanted events behind a position; nothing if memory does not reach back so far. */
  Optional<EventPage> readRecent(long after, EventFilter filter, int size) {
    RecentEvents seen = recent;
    return seen == null ? Optional.empty() : seen.read(after, filter, size);
  }

  /**
   * The first wanted events behind a position, from the database. Blocking.
   *
   * @throws PositionGone if some of them are kept no longer
   */
  EventPage readStored(long after, EventFilter filter, int size) {
    return store.read(after, filter, size);
  }

  private void run() {
    while (!closed) {
      try {
        signal.await(attempt());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /**
   * One look whose failure is taken note of.
   *
   * @return the pause before the next
   */
  Duration attempt() {
    try {
      boolean contested = look();
      if (lastError != null) {
        LOG.infof("Events are followed again after %d failures", failures);
      }
      failures = 0;
      lastError = null;
      return contested ? period.dividedBy(CONTESTED) : period;
    } catch (Throwable e) {
      failures++;
      meters.pollFailed();
      String error = Objects.toString(e.getMessage(), e.getClass().getSimpleName());
      if (!error.equals(lastError)) {
        if (e instanceof RegistryException) {
          LOG.warnf("Events cannot be followed: %s", error);
        } else {
          LOG.error("Events cannot be followed", e);
        }
      }
      lastError = error;
      return pause();
    }
  }

  private Duration pause() {
    Duration pause = period.multipliedBy(1L << Math.min(failures, 20));
    return pause.compareTo(longestPause) < 0 ? pause : longestPause;
  }

  /** Whether there are events that another process is about to give positions. */
  private boolean look() {
    EventHead head = store.head();
    while (head.waiting()) {
      int given = store.givePositions();
      meters.positioned(given);
      head = store.head();
      if (given == 0) {
        break;
      }
    }
    if (recent == null) {
      recent = new RecentEvents(kept, head.last());
      tell();
    } else if (head.last() > recent.last()) {
      fetch();
      tell();
    }
    return head.waiting();
  }

  private void fetch() {
    try {
      EventPage page;
      do {
        page = store.read(recent.last(), EventFilter.ALL, PAGE);
        recent.add(page);
      } while (page.more());
    } catch (PositionGone e) {
      // Away for longer than events are kept: what is in memory no longer joins what follows.
      recent = new RecentEvents(kept, store.head().last());
    }
  }

  private void tell() {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.error("A watcher of events failed to take note of news", e);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    signal.give();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
