package dev.grove.inference.drift;

import dev.grove.bundle.drift.ColumnReference;
import java.util.List;

/**
 * What became of one watched column.
 *
 * @param current the window's counts of the reference's cells
 * @param state {@code STABLE}, {@code WARNING} or {@code DRIFTING}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ColumnVerdict(
    Part part,
    ColumnReference reference,
    long[] current,
    DriftState state,
    List<Check> checks) {
  /** The check that says most. */
  Check strongest() {
    Check strongest = checks.get(0);
    for (Check check : checks) {
      boolean stronger =
          check.alarm() == strongest.alarm()
              ? check.corrected() < strongest.corrected()
              : check.alarm();
      if (stronger) {
        strongest = check;
      }
    }
    return strongest;
  }

  /** How large the change of the whole shape is. */
  double shape() {
    return checks.stream()
        .filter(check -> check.kind() == CheckKind.SHAPE)
        .mapToDouble(Check::effect)
        .findFirst()
        .orElse(0);
  }
}
