package dev.grove.inference.drift;

import dev.grove.bundle.drift.CellFinder;
import dev.grove.bundle.drift.ColumnReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides from a window's counts. A column drifts if an effect exceeds its learnt threshold and its
 * test, corrected for the number of columns by Holm's method, is below the chance of a false alarm
 * that is put up with.
 *
 * @param falseAlarms the chance that a window without drift raises an alarm
 * @param severeShare the share of the input columns that must drift for the whole to be severe
 * @param severeEffect the Jensen-Shannon distance of one column that makes the whole severe
 */
record DriftRule(double falseAlarms, double severeShare, double severeEffect) {
  Verdict judge(CellFinder finder, Window window) {
    List<ColumnComparison> comparisons = new ArrayList<>();
    for (int i = 0; i < finder.watched().size(); i++) {
      int start = finder.offset(i);
      ColumnReference reference = finder.watched().get(i);
      long[] current =
          Arrays.copyOfRange(window.counts(), start, start + reference.counts().size());
      comparisons.add(new ColumnComparison(part(finder, i), reference, current));
    }
    List<ColumnVerdict> columns = correct(comparisons);
    return new Verdict(window, columns, state(columns));
  }

  private static Part part(CellFinder finder, int index) {
    int beyond = index - finder.inputs();
    return beyond < 0 ? Part.INPUT : beyond == 0 ? Part.PREDICTION : Part.CONFIDENCE;
  }

  /** Holm's method: the surest column is corrected for all columns, the next for all but one. */
  private List<ColumnVerdict> correct(List<ColumnComparison> comparisons) {
    Integer[] bySurety = new Integer[comparisons.size()];
    Arrays.setAll(bySurety, i -> i);
    Arrays.sort(bySurety, Comparator.comparingDouble(i -> comparisons.get(i).pValue()));
    ColumnVerdict[] verdicts = new ColumnVerdict[bySurety.length];
    double before = 0;
    for (int rank = 0; rank < bySurety.length; rank++) {
      ColumnComparison comparison = comparisons.get(bySurety[rank]);
      int times = bySurety.length - rank;
      verdicts[bySurety[rank]] = verdict(comparison, times, before);
      before = Math.max(before, Math.min(1, comparison.pValue() * times));
    }
    return List.of(verdicts);
  }

  private ColumnVerdict verdict(ColumnComparison comparison, int times, double least) {
    List<Check> checks = new ArrayList<>();
    DriftState state = DriftState.STABLE;
    for (Check check : comparison.checks()) {
      double corrected = Math.max(least, Math.min(1, check.pValue() * times));
      boolean alarm = check.isLarge() && corrected < falseAlarms;
      checks.add(
          new Check(
              check.kind(), check.effect(), check.threshold(), check.pValue(), corrected, alarm));
      if (alarm) {
        state = DriftState.DRIFTING;
      } else if (check.isLarge() && check.pValue() < falseAlarms && !state.isAlarm()) {
        state = DriftState.WARNING;
      }
    }
    return new ColumnVerdict(
        comparison.part(), comparison.reference(), comparison.current(), state, checks);
  }

  private DriftState state(List<ColumnVerdict> columns) {
    Set<String> inputs = new HashSet<>();
    Set<String> drifting = new HashSet<>();
    DriftState worst = DriftState.STABLE;
    for (ColumnVerdict column : columns) {
      boolean input = column.part() == Part.INPUT;
      if (input) {
        inputs.add(column.reference().column());
      }
      if (column.state().compareTo(worst) > 0) {
        worst = column.state();
      }
      if (column.state().isAlarm()) {
        if (input) {
          drifting.add(column.reference().column());
        }
        if (column.shape() >= severeEffect) {
          return DriftState.SEVERE;
        }
      }
    }
    return !drifting.isEmpty() && drifting.size() >= severeShare * inputs.size()
        ? DriftState.SEVERE
        : worst;
  }
}
