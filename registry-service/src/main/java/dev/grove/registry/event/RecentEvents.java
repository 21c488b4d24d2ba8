package dev.grove.registry.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The last events in memory, so that a thousand watchers cost the database one question. */
final class RecentEvents {
  private static final int MOST_BYTES = 8 << 20;

  private final int most;
  private final Deque<Event> events = new ArrayDeque<>();
  private int bytes;
  private long before;
  private long last;

  /**
   * @param most how many are kept
   * @param start the position behind which they begin
   */
  RecentEvents(int most, long start) {
    this.most = most;
    before = start;
    last = start;
  }

  synchronized long last() {
    return last;
  }

  /** Adds what follows {@link #last}. */
  synchronized void add(EventPage page) {
    for (Event event : page.events()) {
      events.addLast(event);
      bytes += event.size();
    }
    last = page.next();
    while (events.size() > most || bytes > MOST_BYTES) {
      Event oldest = events.removeFirst();
      bytes -= oldest.size();
      before = oldest.position();
    }
  }

  /** The first wanted events behind a position; nothing if memory does not reach back so far. */
  synchronized Optional<EventPage> read(long after, EventFilter filter, int size) {
    if (after < before) {
      return Optional.empty();
    }
    List<Event> page = new ArrayList<>();
    for (Event event : events) {
      if (event.position() > after && filter.wants(event)) {
        if (page.size() == size) {
          return Optional.of(new EventPage(page, page.get(size - 1).position(), true));
        }
        page.add(event);
      }
    }
    return Optional.of(new EventPage(page, Math.max(after, last), false));
  }
}
