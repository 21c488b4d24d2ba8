package dev.grove.inference.feedback;

import org.apache.commons.numbers.gamma.Erfc;

/**
 * Decides whether answers are worse than they were: noticeably, and beyond chance.
 *
 * @param falseAlarms the chance of an alarm where nothing is worse
 * @param accuracyDrop how far the accuracy must fall
 * @param errorRise by which part the root mean square error must rise
 */
record QualityRule(double falseAlarms, double accuracyDrop, double errorRise) {
  QualityState judge(Tally tally, Baseline baseline, boolean classification) {
    double before = classification ? baseline.accuracy() : baseline.rmse();
    if (Double.isNaN(before)) {
      return QualityState.NO_BASELINE;
    }
    boolean worse =
        classification ? isLessAccurate(tally, baseline) : isFurtherOff(tally, baseline);
    return worse ? QualityState.DEGRADED : QualityState.STABLE;
  }

  private boolean isLessAccurate(Tally tally, Baseline baseline) {
    double drop = baseline.accuracy() - tally.accuracy();
    double rows = tally.rows() + (double) baseline.rows();
    double share = (tally.right() + baseline.accuracy() * baseline.rows()) / rows;
    double deviation =
        Math.sqrt(share * (1 - share) * (1.0 / tally.rows() + 1.0 / baseline.rows()));
    return drop > accuracyDrop && isBeyondChance(drop / deviation);
  }

  private boolean isFurtherOff(Tally tally, Baseline baseline) {
    double rise = tally.rmse() * tally.rmse() - baseline.rmse() * baseline.rmse();
    double deviation =
        tally.errorOfSquares() * Math.sqrt(1 + tally.rows() / (double) baseline.rows());
    return tally.rmse() > baseline.rmse() * (1 + errorRise) && isBeyondChance(rise / deviation);
  }

  private boolean isBeyondChance(double z) {
    return Erfc.value(z / Math.sqrt(2)) / 2 < falseAlarms;
  }
}
