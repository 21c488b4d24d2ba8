package dev.grove.inference.drift;

import dev.grove.bundle.Row;
import dev.grove.bundle.drift.CellFinder;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Watches one version of a model: counts its rows into panes, and with each pane that ends judges
 * the last window, which is the last few panes, and the last two windows together. One window is
 * quick; two are surer of what is small.
 */
final class DriftWatch {
  /** The chance of a false alarm is divided between one window and two windows together. */
  static final double PART_OF_EACH = 0.5;

  private final WatchedVersion version;
  private final CellFinder finder;
  private final DriftRule rule;
  private final WindowLimits limits;
  private final Clock clock;
  private final Consumer<StateChange> listener;
  private final RowCounter counter;
  private final Deque<PastVerdict> history = new ArrayDeque<>();

  private long[] open;
  private long openRows;
  private Instant openFrom;
  private final Deque<Window> panes = new ArrayDeque<>();
  private Verdict verdict;
  private Instant since;
  private volatile DriftState state = DriftState.INSUFFICIENT_DATA;

  /**
   * @param threads that answer requests, as a guess
   * @param listener told of each change of state, while others wait
   */
  DriftWatch(
      WatchedVersion version,
      CellFinder finder,
      DriftRule rule,
      WindowLimits limits,
      int threads,
      Clock clock,
      Consumer<StateChange> listener) {
    this.version = version;
    this.finder = finder;
    this.rule =
        new DriftRule(rule.falseAlarms() * PART_OF_EACH, rule.severeShare(), rule.severeEffect());
    this.limits = limits;
    this.clock = clock;
    this.listener = listener;
    this.counter = new RowCounter(finder, threads, limits.paneRows());
    this.open = new long[finder.cells()];
    this.since = clock.instant();
  }

  WatchedVersion version() {
    return version;
  }

  CellFinder finder() {
    return finder;
  }

  /** How the version stands. Costs nothing. */
  DriftState state() {
    return state;
  }

  /**
   * Counts a row whose answer is not the model's own. Quick, and never waits for a judgement.
   *
   * @return whether the pane is full, so that {@link #collect} is due
   */
  boolean count(Row row) {
    return counter.count(row);
  }

  /** As {@link #count(Row)} with the class that the model answered. */
  boolean count(Row row, int index, double confidence) {
    return counter.count(row, index, confidence);
  }

  /** As {@link #count(Row)} with the number that the model answered. */
  boolean count(Row row, double value) {
    return counter.count(row, value);
  }

  /** Gathers what was counted, and ends the pane if it is time. */
  synchronized void collect() {
    Instant now = clock.instant();
    openRows += counter.drain(open);
    if (openRows > 0 && openFrom == null) {
      openFrom = now;
    }
    boolean late = openFrom != null && !now.isBefore(openFrom.plus(limits.paneTime()));
    if (openRows >= limits.paneRows() || (late && openRows >= limits.smallestPane())) {
      panes.addFirst(new Window(openFrom, now, openRows, open));
      if (panes.size() > 2 * WindowLimits.PANES) {
        panes.removeLast();
      }
      open = new long[finder.cells()];
      openRows = 0;
      openFrom = null;
      judge(now);
    }
    counter.setGoal(limits.paneRows() - openRows);
  }

  private void judge(Instant now) {
    Window window = latest(WindowLimits.PANES);
    if (window.rows() < limits.smallest()) {
      return;
    }
    Verdict next = rule.judge(finder, window);
    if (panes.size() > WindowLimits.PANES) {
      Verdict together = rule.judge(finder, latest(panes.size()));
      if (together.state().compareTo(next.state()) >= 0) {
        next = together;
      }
    }
    verdict = next;
    history.addFirst(PastVerdict.of(next));
    while (history.size() > limits.history()) {
      history.removeLast();
    }
    DriftState before = state;
    if (next.state() != before) {
      since = now;
      state = next.state();
      listener.accept(new StateChange(version, before, next.state(), now, next));
    }
  }

  private Window latest(int most) {
    return panes.stream().limit(most).reduce(Window::plus).orElseThrow();
  }

  /** What is known by now. */
  synchronized DriftReport report() {
    long ended = verdict == null ? panes.stream().mapToLong(Window::rows).sum() : 0;
    return new DriftReport(
        version,
        state,
        since,
        ended + openRows + counter.rows(),
        Optional.ofNullable(verdict),
        List.copyOf(history));
  }

  /** The last panes and the open one, to be added to those of other replicas. */
  synchronized Window window() {
    collect();
    Instant now = clock.instant();
    Window pending = new Window(openFrom == null ? now : openFrom, now, openRows, open.clone());
    return panes.stream().limit(WindowLimits.PANES).reduce(pending, Window::plus);
  }

  /** Judges a window that was put together elsewhere; what this watch knows stays as it is. */
  Verdict judgeMerged(Window merged) {
    Verdict judged = rule.judge(finder, merged);
    return merged.rows() >= limits.smallest()
        ? judged
        : new Verdict(merged, judged.columns(), DriftState.INSUFFICIENT_DATA);
  }
}
