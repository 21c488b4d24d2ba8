package dev.grove.training.fit;

import java.util.Map;

/** The seam behind which a boosting library trains. Nothing else knows which one it is. */
interface Trainer {
  /**
   * Trains until the rounds are done, the validation metric stops improving, or the listener
   * throws.
   */
  TrainedModel train(TrainingSet set, TrainingPlan plan, RoundListener listener);

  /** The library's own raw scores of a model text, row by row. */
  double[][] rawScores(String modelText, EncodedRows rows);

  /** The library's version. */
  String version();

  /** Hears of each finished round. */
  interface RoundListener {
    /**
     * @param round from 1
     * @param validation the metrics of the validation rows; empty if there are none
     */
    void finished(int round, Map<String, Double> validation);
  }
}
