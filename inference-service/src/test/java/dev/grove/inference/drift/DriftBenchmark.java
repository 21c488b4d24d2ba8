package dev.grove.inference.drift;

import dev.grove.bundle.drift.CellFinder;
import dev.grove.bundle.drift.ReferenceBuilder;
import dev.grove.bundle.drift.ReferenceProfile;
import dev.grove.inference.drift.MadeTraffic.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * How often the watch is wrong: alarms on streams without drift, and how soon a known change is
 * noticed. Every stream has a reference of its own; all of it goes through the code that serves. The
 * same arguments print the same Markdown.
 *
 * <p>Arguments: streams (200), rows of the table that the model is made from (40,000, of which seven
 * tenths are training rows and the rest is held out), the directory of the Adult data.
 */
public final class DriftBenchmark {
  private static final int QUIET_ROWS = 20_000;
  private static final int WINDOW = 2_000;
  private static final int PANE = WINDOW / WindowLimits.PANES;
  private static final int LONGEST = 4_000;
  private static final DriftRule RULE = new DriftRule(0.01, 0.5, 0.4);
  private static final WindowLimits LIMITS =
      new WindowLimits(WINDOW, 500, Duration.ofHours(1), 48);
  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private DriftBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    int streams = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
    int rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 40_000;
    Path adult = Path.of(arguments.length > 2 ? arguments[2] : "../shared/data/adult");
    List<Outcome> outcomes =
        IntStream.range(0, streams).parallel().mapToObj(seed -> stream(seed, rows)).toList();
    quiet("made rows", outcomes.stream().map(Outcome::quiet).toList());
    noticed(outcomes);
    if (AdultTraffic.isThere(adult)) {
      AdultTraffic traffic = AdultTraffic.read(adult);
      quiet(
          "Adult's rows, drawn anew",
          IntStream.range(0, streams).parallel().mapToObj(seed -> quiet(traffic, seed)).toList());
    }
  }

  /** Judged windows, those of them that raised an alarm, and changes to an alarm. */
  record Quiet(int windows, int alarms, int begun) {}

  /**
   * What became of one stream.
   *
   * @param aligned for each change, the rows until it was noticed if it begins with a window
   * @param within the same if it begins anywhere within a pane
   */
  record Outcome(Quiet quiet, List<Integer> aligned, List<Integer> within) {}

  private static Outcome stream(int seed, int rows) {
    MadeTraffic traffic = new MadeTraffic(1_000_003L * seed + 17);
    ReferenceBuilder builder =
        ReferenceProfile.builder(MadeTraffic.INPUT, MadeTraffic.LABELS, seed);
    int training = (int) (0.7 * rows);
    for (int i = 0; i < rows; i++) {
      if (i < training) {
        builder.row(traffic.next(Change.NONE));
      } else {
        traffic.next(Change.NONE);
        builder.predictedClass(traffic.answer(), traffic.confidence());
      }
    }
    CellFinder finder = new CellFinder(builder.build(), MadeTraffic.INPUT, MadeTraffic.LABELS);
    Quiet quiet = quiet(finder, watch -> count(traffic, watch, Change.NONE));
    List<Integer> aligned = new ArrayList<>();
    List<Integer> within = new ArrayList<>();
    SplittableRandom phase = new SplittableRandom(seed);
    for (Change change : Change.values()) {
      if (change != Change.NONE) {
        aligned.add(rowsUntilNoticed(finder, traffic, change, 0));
        within.add(rowsUntilNoticed(finder, traffic, change, WINDOW + phase.nextInt(PANE)));
      }
    }
    return new Outcome(quiet, aligned, within);
  }

  private static Quiet quiet(AdultTraffic traffic, int seed) {
    CellFinder finder = traffic.reference(seed);
    AdultTraffic.Rows rows = traffic.rows(seed);
    return quiet(finder, watch -> countRow(rows, watch));
  }

  private static void countRow(AdultTraffic.Rows rows, DriftWatch watch) {
    if (watch.count(rows.next())) {
      watch.collect();
    }
  }

  private static Quiet quiet(CellFinder finder, Consumer<DriftWatch> row) {
    DriftWatch watch = watch(finder);
    int windows = 0;
    int alarms = 0;
    int begun = 0;
    boolean before = false;
    for (int i = 1; i <= QUIET_ROWS; i++) {
      row.accept(watch);
      if (i % PANE == 0 && i >= WINDOW) {
        boolean alarm = watch.state().isAlarm();
        windows++;
        alarms += alarm ? 1 : 0;
        begun += alarm && !before ? 1 : 0;
        before = alarm;
      }
    }
    return new Quiet(windows, alarms, begun);
  }

  private static int rowsUntilNoticed(
      CellFinder finder, MadeTraffic traffic, Change change, int before) {
    DriftWatch watch = watch(finder);
    for (int i = 0; i < before; i++) {
      count(traffic, watch, Change.NONE);
    }
    boolean alarm = watch.state().isAlarm();
    for (int i = 1; i <= LONGEST; i++) {
      count(traffic, watch, change);
      if (watch.state().isAlarm() && !alarm) {
        return i;
      }
      alarm = watch.state().isAlarm();
    }
    return Integer.MAX_VALUE;
  }

  private static DriftWatch watch(CellFinder finder) {
    WatchedVersion version = new WatchedVersion("made", "1", "0".repeat(64));
    return new DriftWatch(version, finder, RULE, LIMITS, 1, CLOCK, change -> {});
  }

  private static void count(MadeTraffic traffic, DriftWatch watch, Change change) {
    if (watch.count(traffic.next(change), traffic.answer(), traffic.confidence())) {
      watch.collect();
    }
  }

  private static void quiet(String what, List<Quiet> streams) {
    int windows = streams.stream().mapToInt(Quiet::windows).sum();
    int alarms = streams.stream().mapToInt(Quiet::alarms).sum();
    int begun = streams.stream().mapToInt(Quiet::begun).sum();
    System.out.printf(
        Locale.ROOT,
        "%n%s: %d streams without drift, %d windows judged, %d with an alarm (%.2f %%), %d alarms"
            + " begun%n",
        what,
        streams.size(),
        windows,
        alarms,
        100.0 * alarms / windows,
        begun);
  }

  private static void noticed(List<Outcome> outcomes) {
    System.out.printf("%n| change | bar | 1,000 | 2,000 | 3,000 | 4,000 | 2,000 | 4,000 |%n");
    System.out.printf("|---|---:|---:|---:|---:|---:|---:|---:|%n");
    for (Change change : Change.values()) {
      if (change == Change.NONE) {
        continue;
      }
      int place = change.ordinal() - 1;
      List<Integer> aligned = outcomes.stream().map(o -> o.aligned().get(place)).toList();
      List<Integer> within = outcomes.stream().map(o -> o.within().get(place)).toList();
      System.out.printf(
          Locale.ROOT,
          "| %s | %,d | %s | %s | %s | %s | %s | %s |%n",
          change.words,
          change.rows,
          share(aligned, 1_000),
          share(aligned, 2_000),
          share(aligned, 3_000),
          share(aligned, 4_000),
          share(within, 2_000),
          share(within, 4_000));
    }
  }

  private static String share(List<Integer> rows, int most) {
    long noticed = rows.stream().filter(row -> row <= most).count();
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * noticed / rows.size());
  }
}
