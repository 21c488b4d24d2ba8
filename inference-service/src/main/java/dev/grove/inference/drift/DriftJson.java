package dev.grove.inference.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.grove.inference.feedback.QualityJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the traffic of one version stands, column by column.
 *
 * @param detail in words
 * @param window what was judged last; absent before
 * @param pendingRows rows that were counted since, give or take a few
 * @param prediction the predicted class or number
 * @param confidence of the predicted class; absent in regression
 * @param quality by the labels that came later; absent where no prediction had an id
 * @param history what the last windows said, the newest first
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record DriftJson(
    String model,
    String version,
    DriftState state,
    Instant since,
    String detail,
    WindowSpanJson window,
    long pendingRows,
    List<ColumnJson> inputs,
    ColumnJson prediction,
    ColumnJson confidence,
    QualityJson quality,
    List<PastJson> history) {

  /** A window of the past. */
  @RegisterForReflection
  record PastJson(WindowSpanJson window, DriftState state, List<String> drifting) {
    static PastJson of(PastVerdict past) {
      return new PastJson(
          new WindowSpanJson(past.from(), past.to(), past.rows()), past.state(), past.drifting());
    }
  }

  /**
   * @param quality null if nothing is known of it
   */
  static DriftJson of(DriftReport report, QualityJson quality) {
    return of(report, report.verdict().orElse(null), quality);
  }

  /** What a merged window says. */
  static DriftJson of(DriftWatch watch, Verdict merged) {
    DriftReport report =
        new DriftReport(
            watch.version(),
            merged.state(),
            merged.window().to(),
            0,
            Optional.of(merged),
            List.of());
    return of(report, merged, null);
  }

  private static DriftJson of(
      DriftReport report, Verdict verdict, QualityJson quality) {
    List<ColumnVerdict> all = verdict == null ? List.of() : verdict.columns();
    return new DriftJson(
        report.version().model(),
        report.version().version(),
        report.state(),
        report.since(),
        DriftWords.of(report.state(), verdict),
        verdict == null ? null : WindowSpanJson.of(verdict.window()),
        report.pendingRows(),
        verdict == null ? null : columns(all, Part.INPUT),
        columns(all, Part.PREDICTION).stream().findFirst().orElse(null),
        columns(all, Part.CONFIDENCE).stream().findFirst().orElse(null),
        quality,
        report.history().stream().map(PastJson::of).toList());
  }

  private static List<ColumnJson> columns(List<ColumnVerdict> all, Part part) {
    return all.stream().filter(column -> column.part() == part).map(ColumnJson::of).toList();
  }
}
