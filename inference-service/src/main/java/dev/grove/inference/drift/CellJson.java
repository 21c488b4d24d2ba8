package dev.grove.inference.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.grove.bundle.drift.ColumnReference;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;

/**
 * One bar of two histograms.
 *
 * @param kind {@code bin}, {@code value}, {@code other} (a value that the reference has, too rare to
 *     count alone), {@code unseen} (one that it has not) or {@code missing}
 * @param value of a category
 * @param above a bin's lower end, which is not in it; absent in the first
 * @param upTo a bin's upper end, which is in it; absent in the last
 * @param reference the share of the reference's rows
 * @param current the share of the window's rows
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record CellJson(
    String kind, String value, Double above, Double upTo, double reference, double current) {
  private static final List<String> BESIDE_VALUES = List.of("other", "unseen", "missing");

  static List<CellJson> of(ColumnReference reference, long[] current) {
    double ofReference = Math.max(1, reference.rows());
    double ofCurrent = 0;
    for (long count : current) {
      ofCurrent += count;
    }
    ofCurrent = Math.max(1, ofCurrent);
    List<CellJson> cells = new ArrayList<>(current.length);
    for (int i = 0; i < current.length; i++) {
      double share = reference.counts().get(i) / ofReference;
      cells.add(of(reference, i, share, current[i] / ofCurrent));
    }
    return cells;
  }

  private static CellJson of(ColumnReference reference, int cell, double before, double now) {
    if (reference instanceof ColumnReference.Numbers numbers) {
      List<Double> uppers = numbers.uppers();
      if (cell > uppers.size()) {
        return new CellJson("missing", null, null, null, before, now);
      }
      Double above = cell == 0 ? null : uppers.get(cell - 1);
      Double upTo = cell == uppers.size() ? null : uppers.get(cell);
      return new CellJson("bin", null, above, upTo, before, now);
    }
    List<String> values = ((ColumnReference.Categories) reference).values();
    return cell < values.size()
        ? new CellJson("value", values.get(cell), null, null, before, now)
        : new CellJson(BESIDE_VALUES.get(cell - values.size()), null, null, null, before, now);
  }
}
