package dev.grove.registry.event;

import java.util.HashMap;
import java.util.Map;

/** How many streams are open, in all and by client, and whether one more may be. */
final class WatcherCount {
  private final int most;
  private final int mostOfClient;
  private final Map<String, Integer> clients = new HashMap<>();
  private int open;

  WatcherCount(int most, int mostOfClient) {
    this.most = most;
    this.mostOfClient = mostOfClient;
  }

  /** What stands in the way of one more. */
  enum Answer {
    WELCOME,
    TOO_MANY,
    TOO_MANY_OF_CLIENT
  }

  /** Counts one more, if it is welcome; it must {@link #leave} then. */
  synchronized Answer enter(String client) {
    if (clients.getOrDefault(client, 0) >= mostOfClient) {
      return Answer.TOO_MANY_OF_CLIENT;
    }
    if (open >= most) {
      return Answer.TOO_MANY;
    }
    open++;
    clients.merge(client, 1, Integer::sum);
    return Answer.WELCOME;
  }

  synchronized void leave(String client) {
    open--;
    clients.computeIfPresent(client, (any, count) -> count == 1 ? null : count - 1);
  }

  synchronized int open() {
    return open;
  }
}
