package dev.grove.bundle.trees;

/**
 * The model's output transformation, as LightGBM's {@code ConvertOutput} does it: sigmoid for
 * binary, softmax for multiclass, one sigmoid each for multiclassova, exp for poisson, gamma and
 * tweedie, none for l2 and its kin.
 */
public final class Objective {
  /**
   * @param line the model text's objective, such as {@code binary sigmoid:1}
   * @throws InvalidModelText if it is unknown
   */
  public static Objective parse(String line) {
    throw new UnsupportedOperationException();
  }

  /** LightGBM's name of it, such as {@code multiclass}. */
  public String name() {
    throw new UnsupportedOperationException();
  }

  /**
   * Transforms in place.
   *
   * @param scores raw scores in, predictions out
   */
  public void transform(double[] scores) {
    throw new UnsupportedOperationException();
  }
}
