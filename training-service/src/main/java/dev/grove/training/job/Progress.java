package dev.grove.training.job;

import java.util.Map;

/**
 * How far a training is.
 *
 * @param metrics of the last round
 */
record Progress(int rounds, Map<String, Double> metrics) {
  static final Progress NONE = new Progress(0, Map.of());
}
