package dev.grove.inference.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What a webhook is told.
 *
 * @param type {@code drift.state_changed}
 * @param columns those that drift, the surest first, at most 20; none where drift ended
 */
@RegisterForReflection
record DriftEventJson(
    String type,
    String model,
    String version,
    String manifestSha256,
    DriftState from,
    DriftState to,
    Instant at,
    WindowSpanJson window,
    List<Column> columns) {
  private static final int MOST_COLUMNS = 20;

  /** A column that drifts, by its strongest check. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Column(
      String column,
      String measure,
      CheckKind check,
      double effect,
      double threshold,
      double corrected) {
    static Column of(ColumnVerdict verdict) {
      Check strongest = verdict.strongest();
      return new Column(
          verdict.reference().column(),
          DriftMeters.measure(verdict.reference()),
          strongest.kind(),
          strongest.effect(),
          strongest.threshold(),
          strongest.corrected());
    }
  }

  static DriftEventJson of(StateChange change) {
    return new DriftEventJson(
        "drift.state_changed",
        change.version().model(),
        change.version().version(),
        change.version().manifestSha256(),
        change.from(),
        change.to(),
        change.at(),
        WindowSpanJson.of(change.verdict().window()),
        change.verdict().drifting().stream()
            .sorted(Comparator.comparingDouble(column -> column.strongest().corrected()))
            .limit(MOST_COLUMNS)
            .map(Column::of)
            .toList());
  }
}
