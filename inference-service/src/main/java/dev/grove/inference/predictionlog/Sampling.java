package dev.grove.inference.predictionlog;

import java.util.Map;
import java.util.function.DoubleSupplier;

/** Which part of a model's predictions is logged. */
final class Sampling {
  private final double share;
  private final Map<String, Double> shares;
  private final DoubleSupplier random;

  /**
   * @param random from 0 up to, but without, 1
   * @throws IllegalArgumentException if a share is not from 0 to 1
   */
  Sampling(double share, Map<String, Double> shares, DoubleSupplier random) {
    check("grove.prediction-log.share", share);
    shares.forEach((model, s) -> check("grove.prediction-log.shares.\"" + model + "\"", s));
    this.share = share;
    this.shares = Map.copyOf(shares);
    this.random = random;
  }

  private static void check(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1, not " + share);
    }
  }

  boolean takes(String model) {
    double part = shares.isEmpty() ? share : shares.getOrDefault(model, share);
    return part >= 1 || (part > 0 && random.getAsDouble() < part);
  }
}
