package dev.grove.inference.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * A watched column: why it counts as it does.
 *
 * @param measure what of it is looked at
 * @param referenceRows rows that the reference counted
 * @param rows rows that the window counted
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record ColumnJson(
    String column,
    String measure,
    DriftState state,
    long referenceRows,
    long rows,
    List<CheckJson> checks,
    List<CellJson> histogram) {

  /**
   * @param corrected the p-value, corrected for the number of columns
   */
  @RegisterForReflection
  record CheckJson(
      CheckKind kind,
      double effect,
      double threshold,
      double pValue,
      double corrected,
      boolean alarm) {
    static CheckJson of(Check check) {
      return new CheckJson(
          check.kind(),
          check.effect(),
          check.threshold(),
          check.pValue(),
          check.corrected(),
          check.alarm());
    }
  }

  static ColumnJson of(ColumnVerdict verdict) {
    long rows = 0;
    for (long count : verdict.current()) {
      rows += count;
    }
    return new ColumnJson(
        verdict.reference().column(),
        DriftMeters.measure(verdict.reference()),
        verdict.state(),
        verdict.reference().rows(),
        rows,
        verdict.checks().stream().map(CheckJson::of).toList(),
        CellJson.of(verdict.reference(), verdict.current()));
  }
}
