package dev.grove.registry.event;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * One client's stream. It holds a position and nothing else: what the client has not read yet stays
 * in the log, and is fetched when the client has room for it.
 *
 * <p>Everything happens on the connection's event loop but reads of the database, which go through
 * a small executor and hold a connection only while they run.
 */
final class EventWatcher {
  private static final Logger LOG = Logger.getLogger(EventWatcher.class);
  private static final int PAGE = 32;

  private final EventFeed feed;
  private final EventFilter filter;
  private final HttpServerResponse response;
  private final Context context;
  private final Executor readers;
  private final LongSupplier nanoTime;
  private final Runnable hangUp;
  private final Consumer<String> cut;
  private long position;
  private long announced;
  private long lastWrite;
  private long lastRoom;
  private boolean reading;

  /** A write may find room for more in its course, which must not send the same page again. */
  private boolean sending;

  private boolean ended;

  /**
   * @param position the stream begins behind it
   * @param readers for reads of the database
   * @param hangUp closes the connection without waiting for what is unsent
   * @param cut is told why the stream was ended, if it was not the client
   */
  EventWatcher(
      EventFeed feed,
      EventFilter filter,
      long position,
      HttpServerResponse response,
      Context context,
      Executor readers,
      LongSupplier nanoTime,
      Runnable hangUp,
      Consumer<String> cut) {
    this.feed = feed;
    this.filter = filter;
    this.position = position;
    this.response = response;
    this.context = context;
    this.readers = readers;
    this.nanoTime = nanoTime;
    this.hangUp = hangUp;
    this.cut = cut;
  }

  /** Sends what there is and whatever comes. On the event loop. */
  void start() {
    lastRoom = nanoTime.getAsLong();
    response.drainHandler(room -> pump());
    write(EventText.opening(position));
    announced = position;
    pump();
  }

  /** Says that there may be new events. On any thread. */
  void news() {
    context.runOnContext(any -> pump());
  }

  /** Sends a sign of life if it is time, and ends a stream that nobody reads. On any thread. */
  void tick(Duration heartbeat, Duration patience) {
    context.runOnContext(any -> look(heartbeat, patience));
  }

  private void look(Duration heartbeat, Duration patience) {
    long now = nanoTime.getAsLong();
    if (ended) {
      return;
    }
    if (!response.writeQueueFull()) {
      lastRoom = now;
      pump();
      if (now - lastWrite >= heartbeat.toNanos()) {
        write(EventText.heartbeat(position > announced ? position : -1));
        announced = position;
      }
    } else if (now - lastRoom > patience.toNanos()) {
      abort("slow");
    }
  }

  private void pump() {
    boolean more = true;
    while (more && !ended && !reading && !sending && !response.writeQueueFull()) {
      Optional<EventPage> page = feed.readRecent(position, filter, PAGE);
      if (page.isEmpty()) {
        readStored();
      } else {
        more = send(page.get());
      }
    }
  }

  /** Whether there may be more to send at once. */
  private boolean send(EventPage page) {
    sending = true;
    try {
      for (Event event : page.events()) {
        if (response.writeQueueFull()) {
          return false;
        }
        write(EventText.of(event));
        position = event.position();
        announced = position;
      }
      position = page.next();
      return page.more();
    } finally {
      sending = false;
    }
  }

  private void write(String text) {
    lastWrite = nanoTime.getAsLong();
    response.write(text);
  }

  private void readStored() {
    reading = true;
    try {
      readers.execute(
          () -> {
            try {
              EventPage page = feed.readStored(position, filter, PAGE);
              context.runOnContext(any -> take(page));
            } catch (PositionGone e) {
              context.runOnContext(any -> sayGone(e));
            } catch (RuntimeException e) {
              LOG.warnf("A stream of events ends: %s", e.getMessage());
              context.runOnContext(any -> abort("failed"));
            }
          });
    } catch (RejectedExecutionException e) {
      abort("failed");
    }
  }

  private void take(EventPage page) {
    reading = false;
    if (ended) {
      return;
    }
    boolean more = send(page);
    // What memory holds may begin where this page ends.
    if (more || position < feed.last()) {
      pump();
    }
  }

  private void sayGone(PositionGone gone) {
    if (!ended) {
      write(EventText.gone(gone));
      end();
      cut.accept("gone");
    }
  }

  private void abort(String why) {
    if (!ended) {
      ended = true;
      cut.accept(why);
      hangUp.run();
    }
  }

  /** Ends the stream in order; the client may come again. On any thread. */
  void leave() {
    context.runOnContext(any -> end());
  }

  private void end() {
    if (!ended) {
      ended = true;
      response.end();
    }
  }

  /** The client is gone. On the event loop. */
  void left() {
    ended = true;
  }
}
