package dev.grove.inference.drift;

import dev.grove.bundle.drift.ColumnReference;
import dev.grove.bundle.drift.Effects;
import dev.grove.bundle.drift.Thresholds;
import java.util.ArrayList;
import java.util.List;

/**
 * One watched column's counts beside its reference's, looked at in several ways. The chance of a
 * false alarm is divided among the ways, and among the cells by how much they scatter: a large
 * share needs more rows to be sure of, and gets more of the chance.
 */
final class ColumnComparison {
  private static final double SHIFT_PART = 0.5;
  private static final double SHAPE_PART_ORDERED = 0.2;
  private static final double SHARE_PART_ORDERED = 0.3;
  private static final double SHAPE_PART = 0.3;
  private static final double SHARE_PART = 0.7;

  private final Part part;
  private final ColumnReference reference;
  private final long[] counts;
  private final long[] current;
  private final List<Check> checks = new ArrayList<>();

  /**
   * @param current the window's counts of the column's cells
   */
  ColumnComparison(Part part, ColumnReference reference, long[] current) {
    this.part = part;
    this.reference = reference;
    this.counts = reference.counts().stream().mapToLong(Long::longValue).toArray();
    this.current = current;
    Thresholds thresholds = reference.thresholds();
    double scale = thresholds.scale(rows());
    int ordered = reference.ordered();
    if (ordered > 0) {
      double distance = Effects.shift(counts, current, ordered);
      double p = Tests.kolmogorov(distance, sum(counts, ordered), sum(current, ordered));
      add(CheckKind.SHIFT, distance, thresholds.shift() * scale, p / SHIFT_PART);
    }
    add(
        CheckKind.SHAPE,
        Effects.shape(counts, current),
        thresholds.shape() * scale,
        Tests.chiSquare(counts, current) / (ordered > 0 ? SHAPE_PART_ORDERED : SHAPE_PART));
    add(
        CheckKind.SHARE,
        Effects.share(counts, current),
        thresholds.share() * scale,
        cellsValue() / (ordered > 0 ? SHARE_PART_ORDERED : SHARE_PART));
  }

  private void add(CheckKind kind, double effect, double threshold, double pValue) {
    checks.add(new Check(kind, effect, threshold, Math.min(1, pValue), 1, false));
  }

  /** The least of all cells' values, each weighted by its own part. */
  private double cellsValue() {
    long ofReference = sum(counts, counts.length);
    long ofCurrent = sum(current, current.length);
    double parts = 0;
    for (long count : counts) {
      parts += scatter(count, ofReference);
    }
    double least = 1;
    for (int i = 0; i < counts.length; i++) {
      double p = Tests.cell(counts[i], ofReference, current[i], ofCurrent);
      least = Math.min(least, p * parts / scatter(counts[i], ofReference));
    }
    return least;
  }

  private static double scatter(long count, long rows) {
    double share = (count + 1.0) / (rows + 2.0);
    return Math.sqrt(share * (1 - share));
  }

  long rows() {
    return sum(current, current.length);
  }

  Part part() {
    return part;
  }

  ColumnReference reference() {
    return reference;
  }

  long[] current() {
    return current;
  }

  List<Check> checks() {
    return checks;
  }

  /** The least probable of what was seen; 1 where nothing can be said. */
  double pValue() {
    double least = checks.stream().mapToDouble(Check::pValue).min().orElse(1);
    return Math.min(1, least);
  }

  private static long sum(long[] values, int end) {
    long sum = 0;
    for (int i = 0; i < end; i++) {
      sum += values[i];
    }
    return sum;
  }
}
