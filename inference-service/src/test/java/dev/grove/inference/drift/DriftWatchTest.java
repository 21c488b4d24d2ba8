package dev.grove.inference.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.bundle.Row;
import dev.grove.bundle.drift.CellFinder;
import dev.grove.bundle.drift.ReferenceBuilder;
import dev.grove.bundle.drift.ReferenceProfile;
import dev.grove.inference.SetClock;
import dev.grove.inference.drift.MadeTraffic.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DriftWatchTest {
  private static final MadeTraffic TRAFFIC = new MadeTraffic(5);
  private static final CellFinder FINDER = finder();

  private final List<StateChange> changes = new ArrayList<>();
  private final SetClock clock = new SetClock(Instant.parse("2026-11-22T10:00:00Z"));

  private static CellFinder finder() {
    ReferenceBuilder builder = ReferenceProfile.builder(MadeTraffic.INPUT, MadeTraffic.LABELS, 1);
    for (int i = 0; i < 12_000; i++) {
      builder.row(TRAFFIC.next(Change.NONE));
      builder.predictedClass(TRAFFIC.answer(), TRAFFIC.confidence());
    }
    return new CellFinder(builder.build(), MadeTraffic.INPUT, MadeTraffic.LABELS);
  }

  private DriftWatch watch() {
    return watch(500);
  }

  private DriftWatch watch(long smallestWindow) {
    return new DriftWatch(
        new WatchedVersion("made", "1", "a".repeat(64)),
        FINDER,
        new DriftRule(0.01, 0.5, 0.4),
        new WindowLimits(2_000, smallestWindow, Duration.ofHours(1), 5),
        2,
        clock,
        changes::add);
  }

  private void rows(DriftWatch watch, int rows, Change change) {
    rows(watch, rows, change, row -> {});
  }

  private void rows(DriftWatch watch, int rows, Change change, Consumer<Row> spoil) {
    for (int i = 0; i < rows; i++) {
      Row row = TRAFFIC.next(change);
      spoil.accept(row);
      if (watch.count(row, TRAFFIC.answer(), TRAFFIC.confidence())) {
        watch.collect();
      }
    }
  }

  @Test
  void saysNothingAboutFewRows() {
    DriftWatch watch = watch();
    rows(watch, 499, Change.UNSEEN);
    watch.collect();
    assertThat(watch.state()).isEqualTo(DriftState.INSUFFICIENT_DATA);
    assertThat(watch.report().pendingRows()).isEqualTo(499);
    assertThat(watch.report().verdict()).isEmpty();
    assertThat(changes).isEmpty();
  }

  @Test
  void staysCalmAndThenNoticesAndCalmsDownAgain() {
    DriftWatch watch = watch();
    rows(watch, 6_000, Change.NONE);
    assertThat(watch.state().isAlarm()).isFalse();
    rows(watch, 2_000, Change.MERCHANT);
    assertThat(watch.state()).isEqualTo(DriftState.DRIFTING);
    Verdict verdict = watch.report().verdict().orElseThrow();
    assertThat(verdict.drifting())
        .extracting(column -> column.reference().column())
        .containsExactly("merchant");
    Check strongest = verdict.drifting().get(0).strongest();
    assertThat(strongest.alarm()).isTrue();
    assertThat(strongest.effect()).isGreaterThan(strongest.threshold());
    assertThat(strongest.corrected()).isLessThan(0.005);
    rows(watch, 4_000, Change.NONE);
    assertThat(watch.state().isAlarm()).isFalse();
    assertThat(changes).filteredOn(StateChange::concernsAlarm).hasSize(2);
    assertThat(watch.report().history()).hasSize(5);
  }

  @Test
  void oneOddRowIsNoDrift() {
    DriftWatch watch = watch();
    rows(watch, 1_999, Change.NONE);
    rows(
        watch,
        1,
        Change.NONE,
        row -> {
          for (int i = 0; i < MadeTraffic.INPUT.columns().size(); i++) {
            row.setText(i, null);
          }
          row.setText(0, "1e300");
          row.setText(8, "nobody has ever seen this");
        });
    rows(watch, 2_000, Change.NONE);
    assertThat(watch.report().history()).isNotEmpty();
    assertThat(changes).noneMatch(StateChange::concernsAlarm);
  }

  @Test
  void aColumnThatGoesMissingIsSevere() {
    DriftWatch watch = watch();
    rows(watch, 510, Change.NONE, row -> row.setText(4, null));
    assertThat(watch.state()).isEqualTo(DriftState.SEVERE);
    assertThat(changes).hasSize(1);
    assertThat(changes.get(0).from()).isEqualTo(DriftState.INSUFFICIENT_DATA);
    assertThat(DriftWords.of(watch.state(), watch.report().verdict().orElseThrow()))
        .isEqualTo("Differs severely from the reference: age");
  }

  @Test
  void halfOfTheColumnsTogetherAreSevere() {
    DriftWatch watch = watch();
    rows(
        watch,
        2_000,
        Change.NONE,
        row -> {
          for (int i : new int[] {0, 1, 2, 3, 6}) {
            row.setText(i, Double.toString(row.number(i) * 1.5));
          }
          row.setText(4, "5" + (int) (row.number(4) % 10));
          row.setText(8, row.text(9).equals("v1") ? "v5" : row.text(8));
          row.setText(10, row.text(9).equals("v2") ? "v5" : row.text(10));
        });
    assertThat(watch.report().verdict().orElseThrow().drifting().size()).isGreaterThanOrEqualTo(8);
    assertThat(watch.state()).isEqualTo(DriftState.SEVERE);
  }

  @Test
  void watchesAnswersLikeColumns() {
    DriftWatch watch = watch();
    rows(watch, 4_000, Change.PREDICTION);
    assertThat(watch.state()).isEqualTo(DriftState.DRIFTING);
    assertThat(watch.report().verdict().orElseThrow().drifting())
        .extracting(ColumnVerdict::part)
        .containsOnly(Part.PREDICTION);
  }

  @Test
  void countsOnlyTheInputsWhereSomethingElseAnswered() {
    DriftWatch watch = watch();
    for (int i = 0; i < 504; i++) {
      if (watch.count(TRAFFIC.next(Change.NONE))) {
        watch.collect();
      }
    }
    assertThat(watch.state().isAlarm()).isFalse();
    List<ColumnVerdict> columns = watch.report().verdict().orElseThrow().columns();
    assertThat(columns.get(0).current())
        .satisfies(counts -> assertThat(Arrays.stream(counts).sum()).isEqualTo(504));
    assertThat(columns.get(FINDER.inputs()).current()).containsOnly(0);
    assertThat(columns.get(FINDER.inputs() + 1).checks()).allMatch(check -> check.pValue() == 1);
  }

  @Test
  void timeEndsAPaneThatHasEnoughRows() {
    DriftWatch watch = watch(200);
    rows(watch, 200, Change.NONE);
    watch.collect();
    assertThat(watch.state()).isEqualTo(DriftState.INSUFFICIENT_DATA);
    clock.now = clock.now.plus(Duration.ofMinutes(15));
    watch.collect();
    assertThat(watch.state()).as("the pane has ended").isEqualTo(DriftState.STABLE);
    assertThat(watch.report().pendingRows()).isZero();
    rows(watch, 20, Change.NONE);
    watch.collect();
    clock.now = clock.now.plus(Duration.ofMinutes(15));
    watch.collect();
    assertThat(watch.report().pendingRows()).as("too few to end a pane").isEqualTo(20);
    rows(watch, 10, Change.NONE);
    watch.collect();
    assertThat(watch.report().verdict().orElseThrow().window().rows()).isEqualTo(230);
  }

  @Test
  void judgesReplicasTogether() {
    DriftWatch left = watch();
    DriftWatch right = watch();
    rows(left, 1_000, Change.SKEWED);
    rows(right, 1_000, Change.SKEWED);
    Window merged =
        WindowJson.of(left).toWindow(left, 0).plus(WindowJson.of(right).toWindow(left, 1));
    assertThat(merged.rows()).isEqualTo(2_000);
    assertThat(Arrays.stream(merged.counts()).sum()).isEqualTo(2_000L * FINDER.watched().size());
    Verdict verdict = left.judgeMerged(merged);
    assertThat(verdict.drifting())
        .extracting(column -> column.reference().column())
        .contains("skewed");
    assertThatThrownBy(() -> merged.plus(new Window(clock.now, clock.now, 1, new long[1])))
        .isInstanceOf(IllegalArgumentException.class);
    DriftWatch few = watch();
    rows(few, 10, Change.NONE);
    assertThat(few.judgeMerged(few.window()).state()).isEqualTo(DriftState.INSUFFICIENT_DATA);
  }

  @Test
  void countsEveryRowOnceFromManyThreads() throws InterruptedException {
    RowCounter counter = new RowCounter(FINDER, 4, 1_000);
    Row row = new MadeTraffic(1).next(Change.NONE);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int k = 0; k < 20_000; k++) {
                  counter.count(row, 0, 0.5);
                }
              });
      threads.add(thread);
      thread.start();
    }
    long[] sums = new long[FINDER.cells()];
    long rows = 0;
    for (int i = 0; i < 50; i++) {
      rows += counter.drain(sums);
      Thread.sleep(1);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    rows += counter.drain(sums);
    assertThat(rows).isEqualTo(120_000);
    assertThat(Arrays.stream(sums).filter(count -> count > 0))
        .hasSize(FINDER.watched().size())
        .containsOnly(120_000L);
  }

  @Test
  void refusesWindowsThatCannotBe() {
    assertThatThrownBy(() -> new WindowLimits(100, 200, Duration.ofHours(1), 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("grove.drift.smallest-window");
    assertThatThrownBy(() -> new WindowLimits(100, 50, Duration.ZERO, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("grove.drift.window-time");
  }
}
