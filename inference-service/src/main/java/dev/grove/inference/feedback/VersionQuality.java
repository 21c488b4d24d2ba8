package dev.grove.inference.feedback;

import dev.grove.bundle.Labels;
import dev.grove.bundle.ModelBundle;
import dev.grove.inference.drift.WatchedVersion;
import dev.grove.inference.feedback.IssuedPrediction.Answer;
import java.time.Clock;
import java.util.Optional;

/** The labelled predictions of one version, in windows of so many labels. */
final class VersionQuality {
  private final WatchedVersion version;
  private final Labels labels;
  private final Baseline baseline;
  private final QualityRule rule;
  private final long windowRows;
  private final Clock clock;
  private Tally open;
  private Tally last;
  private QualityState state;
  private Tally standIn;
  private volatile long lastUsed;

  VersionQuality(
      WatchedVersion version, ModelBundle bundle, QualityRule rule, long windowRows, Clock clock) {
    this.version = version;
    this.labels = bundle.labels();
    this.baseline = bundle.evaluation() == null ? null : Baseline.of(bundle.evaluation());
    this.rule = rule;
    this.windowRows = windowRows;
    this.clock = clock;
    this.open = new Tally(clock.instant());
    this.standIn = new Tally(clock.instant());
    this.state =
        baseline == null ? QualityState.NO_BASELINE : QualityState.INSUFFICIENT_DATA;
  }

  WatchedVersion version() {
    return version;
  }

  Labels labels() {
    return labels;
  }

  void use(long millis) {
    lastUsed = millis;
  }

  long lastUsed() {
    return lastUsed;
  }

  /**
   * Counts a prediction whose class became known.
   *
   * @param truth the class's place in the labels
   * @return the state that began, if one did
   */
  synchronized Optional<QualityState> addClass(
      Answer.OfClass answer, int truth, boolean byModel) {
    Tally tally = byModel ? open : standIn;
    tally.addClass(
        answer.index() == truth, answer.probability(truth, labels.classes().size()));
    return judge(byModel);
  }

  /** Counts a prediction whose number became known; as {@link #addClass}. */
  synchronized Optional<QualityState> addNumber(
      Answer.OfNumber answer, double truth, boolean byModel) {
    (byModel ? open : standIn).addNumber(answer.value() - truth);
    return judge(byModel);
  }

  private Optional<QualityState> judge(boolean byModel) {
    if (!byModel) {
      if (standIn.rows() >= windowRows) {
        standIn = new Tally(clock.instant());
      }
      return Optional.empty();
    }
    if (open.rows() < windowRows) {
      return Optional.empty();
    }
    last = open;
    open = new Tally(clock.instant());
    QualityState before = state;
    state =
        baseline == null
            ? QualityState.NO_BASELINE
            : rule.judge(last, baseline, labels.task().isClassification());
    return state == before ? Optional.empty() : Optional.of(state);
  }

  synchronized QualityJson report() {
    return QualityJson.of(
        version, state, labels.task().isClassification(), baseline, last, open, standIn);
  }
}
