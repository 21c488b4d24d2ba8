package dev.grove.inference.fallback;

/**
 * When another answers although a model could.
 *
 * @param belowConfidence the confidence from which on the model answers in any case
 */
public record FallbackRule(UnderDrift underDrift, double belowConfidence) {
  /** The model answers whenever it can. */
  public static final FallbackRule NEVER = new FallbackRule(UnderDrift.MODEL, 0);

  /**
   * @throws IllegalArgumentException if the confidence is not from 0 to 1
   */
  public FallbackRule {
    if (!(belowConfidence >= 0 && belowConfidence <= 1)) {
      throw new IllegalArgumentException(
          "grove.fallback: below-confidence must be from 0 to 1, not " + belowConfidence);
    }
  }
}
