package dev.grove.inference.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * So many turns work at a time; the others wait, fairly by client, or are shed at once where their
 * turn would come too late. How long that takes follows from Little's law: as many turns as stand
 * before it, each as long as turns lately took, over the places that there are. Thread-safe.
 */
final class Lane {
  /** One part in this many of a turn's time goes into the mean. */
  private static final int SMOOTHING = 32;

  private static final long FIRST_GUESS_NANOS = 1_000_000;
  private static final int MOST_GROWTH = 4;

  /** The cost that a client may spend in a round. */
  static final int QUANTUM = 1_024;

  /**
   * @param working how many turns may work at a time
   * @param workingPerClient how many of them may be one client's
   * @param waiting how many may wait
   * @param longestWait how long a turn may wait
   */
  record Limits(int working, int workingPerClient, int waiting, Duration longestWait) {}

  private final Limits limits;
  private final long longestWait;
  private final boolean capsClients;
  private final FairQueue queue = new FairQueue(QUANTUM);
  private final Set<Turn> atWork = new HashSet<>();
  private final Map<String, Integer> workingByClient = new HashMap<>();
  private long meanNanos = FIRST_GUESS_NANOS;
  private volatile int working;
  private volatile int waiting;

  Lane(Limits limits) {
    this.limits = limits;
    this.longestWait = limits.longestWait.toNanos();
    this.capsClients = limits.workingPerClient < limits.working;
  }

  int working() {
    return working;
  }

  int waiting() {
    return waiting;
  }

  /** Takes a free place; false if the turn has to {@link #enqueue}. */
  synchronized boolean tryBegin(Turn turn, long now) {
    if (!hasPlaceFor(turn)) {
      return false;
    }
    work(turn, now);
    return true;
  }

  /** Lets a turn wait, or sheds it or another; whatever comes of it, its methods tell. */
  void enqueue(Turn turn, long now) {
    List<Runnable> told = new ArrayList<>(2);
    synchronized (this) {
      if (hasPlaceFor(turn)) {
        work(turn, now);
        told.add(turn::begin);
      } else {
        Shed why = refusal(turn, now, told);
        if (why == null) {
          queue.add(turn);
          waiting = queue.size();
        } else {
          told.add(shed(turn, why));
        }
      }
    }
    told.forEach(Runnable::run);
  }

  /** Where a place is free, whoever waits may not take it: else the one who left it would have. */
  private boolean hasPlaceFor(Turn turn) {
    return working < limits.working && (!capsClients || mayWork(turn.client()));
  }

  /** Why a turn may not wait, or null; makes room for it where another has more than its share. */
  private Shed refusal(Turn turn, long now, List<Runnable> told) {
    long wait = expectedWait(turn.client());
    if (turn.isPastDeadline(now)) {
      return Shed.DEADLINE_PASSED;
    } else if (turn.deadline() != null && wait > turn.deadline().remainingNanos(now)) {
      return Shed.DEADLINE_TOO_NEAR;
    } else if (wait > longestWait) {
      return Shed.WAIT_TOO_LONG;
    } else if (queue.size() < limits.waiting) {
      return null;
    }
    Turn out = queue.pushOutFor(turn.client());
    if (out == null) {
      return Shed.QUEUE_FULL;
    }
    told.add(shed(out, Shed.PUSHED_OUT));
    return null;
  }

  private long expectedWait(String client) {
    return (queue.ahead(client) + 1) * meanNanos / limits.working;
  }

  private Runnable shed(Turn turn, Shed why) {
    long retryAfter = (long) queue.size() * meanNanos / limits.working;
    return () -> turn.shed(why, retryAfter);
  }

  /** A turn is over, or its client has gone: its place is another's. Harmless if repeated. */
  void end(Turn turn, long now) {
    List<Runnable> told = null;
    synchronized (this) {
      if (turn.waitsIn != null) {
        queue.remove(turn);
        waiting = queue.size();
      } else if (turn.working) {
        leave(turn, now);
        if (waiting > 0) {
          told = beginNext(now);
        }
      }
    }
    if (told != null) {
      told.forEach(Runnable::run);
    }
  }

  /**
   * Sheds the turns that have waited for too long, and ends those whose clients are gone: the server
   * does not tell of a connection's end where a further request stood behind in it.
   */
  void sweep(long now) {
    if (working == 0) {
      return;
    }
    List<Runnable> told = new ArrayList<>();
    synchronized (this) {
      queue.removeIf(Turn::isGone);
      for (Turn turn : queue.removeIf(t -> t.isPastDeadline(now) || isLate(t, now))) {
        told.add(shed(turn, whyLate(turn, now)));
      }
      waiting = queue.size();
      for (Turn turn : List.copyOf(atWork)) {
        if (turn.isGone()) {
          leave(turn, now);
        }
      }
      if (waiting > 0) {
        told.addAll(beginNext(now));
      }
    }
    told.forEach(Runnable::run);
  }

  private boolean isLate(Turn turn, long now) {
    return now - turn.arrived() > longestWait;
  }

  private static Shed whyLate(Turn turn, long now) {
    return turn.isPastDeadline(now) ? Shed.DEADLINE_PASSED : Shed.WAIT_TOO_LONG;
  }

  private List<Runnable> beginNext(long now) {
    List<Runnable> told = new ArrayList<>(2);
    while (working < limits.working) {
      Turn next = queue.poll(this::mayWork);
      if (next == null) {
        break;
      }
      if (next.isPastDeadline(now) || isLate(next, now)) {
        told.add(shed(next, whyLate(next, now)));
      } else {
        work(next, now);
        told.add(next::begin);
      }
    }
    waiting = queue.size();
    return told;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock, read without
  private void work(Turn turn, long now) {
    turn.working = true;
    atWork.add(turn);
    turn.begunAt = now;
    working++;
    if (capsClients) {
      workingByClient.merge(turn.client(), 1, Integer::sum);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void leave(Turn turn, long now) {
    turn.working = false;
    atWork.remove(turn);
    working--;
    // One turn that hangs says little of the next.
    long took = Math.min(now - turn.begunAt, MOST_GROWTH * meanNanos + FIRST_GUESS_NANOS);
    meanNanos += (took - meanNanos) / SMOOTHING;
    if (capsClients) {
      workingByClient.computeIfPresent(turn.client(), (c, n) -> n == 1 ? null : n - 1);
    }
  }

  private boolean mayWork(String client) {
    return !capsClients
        || workingByClient.getOrDefault(client, 0) < limits.workingPerClient;
  }
}
