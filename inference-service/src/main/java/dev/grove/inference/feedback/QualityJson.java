package dev.grove.inference.feedback;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.grove.inference.drift.WatchedVersion;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * True quality of one version.
 *
 * @param baseline when the model was made, on held-out rows; absent if the bundle does not tell
 * @param window the last whole window, which the state is of; absent before
 * @param open labels that came since
 * @param standIn what answered in place of the model; absent if nothing did
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QualityJson(
    String model,
    String version,
    QualityState state,
    Scores baseline,
    Scores window,
    Scores open,
    Scores standIn) {

  /**
   * @param split of the evaluation
   * @param since of a window: when it began
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Scores(
      String split,
      Instant since,
      long rows,
      Double accuracy,
      Double logLoss,
      Double rmse,
      Double mae) {
    static Scores of(Baseline baseline) {
      return baseline == null
          ? null
          : new Scores(
              baseline.split(),
              null,
              baseline.rows(),
              known(baseline.accuracy()),
              known(baseline.logLoss()),
              known(baseline.rmse()),
              known(baseline.mae()));
    }

    static Scores of(Tally tally, boolean classification) {
      if (tally == null) {
        return null;
      }
      boolean any = tally.rows() > 0;
      return new Scores(
          null,
          tally.from(),
          tally.rows(),
          any && classification ? (Double) tally.accuracy() : null,
          any && classification ? (Double) tally.logLoss() : null,
          any && !classification ? (Double) tally.rmse() : null,
          any && !classification ? (Double) tally.mae() : null);
    }

    private static Double known(double value) {
      return Double.isNaN(value) ? null : (Double) value;
    }
  }

  static QualityJson of(
      WatchedVersion version,
      QualityState state,
      boolean classification,
      Baseline baseline,
      Tally last,
      Tally open,
      Tally standIn) {
    return new QualityJson(
        version.model(),
        version.version(),
        state,
        Scores.of(baseline),
        Scores.of(last, classification),
        Scores.of(open, classification),
        standIn.rows() == 0 ? null : Scores.of(standIn, classification));
  }
}
