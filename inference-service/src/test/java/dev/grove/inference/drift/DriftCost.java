package dev.grove.inference.drift;

import dev.grove.bundle.Row;
import dev.grove.bundle.drift.CellFinder;
import dev.grove.bundle.drift.ReferenceBuilder;
import dev.grove.bundle.drift.ReferenceProfile;
import dev.grove.inference.drift.MadeTraffic.Change;
import dev.grove.inference.feedback.IdCost;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What watching costs, in nanoseconds of CPU time, so that a busy machine does not matter much: per
 * row on the request's thread, and per judgement beside the requests.
 */
public final class DriftCost {
  private static final int ROWS = 20_000;
  private static final int DIFFERENT = 512;
  private static final int ROUNDS = 15;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private DriftCost() {}

  public static void main(String[] arguments) {
    MadeTraffic traffic = new MadeTraffic(1);
    ReferenceBuilder builder = ReferenceProfile.builder(MadeTraffic.INPUT, MadeTraffic.LABELS, 1);
    for (int i = 0; i < ROWS; i++) {
      builder.row(traffic.next(Change.NONE));
      builder.predictedClass(traffic.answer(), traffic.confidence());
    }
    long start = THREADS.getCurrentThreadCpuTime();
    ReferenceProfile profile = builder.build();
    long built = THREADS.getCurrentThreadCpuTime() - start;
    CellFinder finder = new CellFinder(profile, MadeTraffic.INPUT, MadeTraffic.LABELS);
    DriftWatch watch =
        new DriftWatch(
            new WatchedVersion("made", "1", ""),
            finder,
            new DriftRule(0.01, 0.5, 0.4),
            new WindowLimits(1L << 40, 1, Duration.ofDays(1_000), 1),
            1,
            Clock.systemUTC(),
            change -> {});
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < DIFFERENT; i++) {
      Row row = traffic.next(Change.NONE);
      Row copy = MadeTraffic.INPUT.newRow();
      for (int column = 0; column < MadeTraffic.INPUT.columns().size(); column++) {
        copy.setText(column, row.text(column));
      }
      rows.add(copy);
    }
    print("counting a row of 15 columns", median(() -> count(watch, rows), 200 * DIFFERENT));
    print("making a prediction id", median(() -> IdCost.issue(100_000), 100_000));
    Window window = watch.window();
    DriftRule rule = new DriftRule(0.01, 0.5, 0.4);
    print("judging a window", median(() -> judge(rule, finder, window), 100));
    print("making a reference of 20,000 rows", built);
    System.out.println(finder.cells() + " cells, " + finder.watched().size() + " quantities");
  }

  private static void count(DriftWatch watch, List<Row> rows) {
    for (int round = 0; round < 200; round++) {
      for (Row row : rows) {
        watch.count(row, 1, 0.75);
      }
    }
  }

  private static void judge(DriftRule rule, CellFinder finder, Window window) {
    for (int i = 0; i < 100; i++) {
      rule.judge(finder, window);
    }
  }

  /** The median of the rounds, but for the first ones. */
  private static long median(Runnable work, int units) {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      work.run();
      nanos.add((THREADS.getCurrentThreadCpuTime() - start) / units);
    }
    return nanos.subList(ROUNDS / 3, ROUNDS).stream().sorted().toList().get(ROUNDS / 3);
  }

  private static void print(String what, long nanos) {
    System.out.printf(Locale.ROOT, "| %s | %,d ns |%n", what, nanos);
  }
}
