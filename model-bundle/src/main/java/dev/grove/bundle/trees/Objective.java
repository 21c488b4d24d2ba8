package dev.grove.bundle.trees;

import java.util.Arrays;
import java.util.Map;

/**
 * The model's output transformation, as LightGBM's {@code ConvertOutput} does it: sigmoid for
 * binary, softmax for multiclass, one sigmoid each for multiclassova, exp for poisson, gamma and
 * tweedie, none for l2 and its kin.
 *
 * <p>Results are within 4 ulp of LightGBM's, not its bits: {@link Math#exp} is not glibc's.
 */
public final class Objective {
  private enum Transformation {
    NONE,
    SIGNED_SQUARE,
    EXP,
    SIGMOID,
    LOG_ONE_PLUS_EXP,
    SOFTMAX
  }

  private static final Map<String, Transformation> TRANSFORMATIONS =
      Map.ofEntries(
          Map.entry("regression", Transformation.NONE),
          Map.entry("regression_l1", Transformation.NONE),
          Map.entry("huber", Transformation.NONE),
          Map.entry("fair", Transformation.NONE),
          Map.entry("quantile", Transformation.NONE),
          Map.entry("mape", Transformation.NONE),
          Map.entry("mean_absolute_percentage_error", Transformation.NONE),
          Map.entry("poisson", Transformation.EXP),
          Map.entry("gamma", Transformation.EXP),
          Map.entry("tweedie", Transformation.EXP),
          Map.entry("binary", Transformation.SIGMOID),
          Map.entry("cross_entropy", Transformation.SIGMOID),
          Map.entry("xentropy", Transformation.SIGMOID),
          Map.entry("cross_entropy_lambda", Transformation.LOG_ONE_PLUS_EXP),
          Map.entry("xentlambda", Transformation.LOG_ONE_PLUS_EXP),
          Map.entry("multiclass", Transformation.SOFTMAX),
          Map.entry("multiclassova", Transformation.SIGMOID),
          Map.entry("lambdarank", Transformation.NONE),
          Map.entry("rank_xendcg", Transformation.NONE),
          Map.entry("custom", Transformation.NONE),
          Map.entry("none", Transformation.NONE),
          Map.entry("null", Transformation.NONE),
          Map.entry("na", Transformation.NONE));

  private final String name;
  private final Transformation transformation;

  /** The sigmoid's slope. */
  private final double slope;

  /** Zero if the objective takes any number of scores. */
  private final int outputs;

  /** What scores are divided by before they are transformed. */
  private final int divisor;

  private Objective(
      String name, Transformation transformation, double slope, int outputs, int divisor) {
    this.name = name;
    this.transformation = transformation;
    this.slope = slope;
    this.outputs = outputs;
    this.divisor = divisor;
  }

  /**
   * @param line the model text's objective, such as {@code binary sigmoid:1}
   * @throws InvalidModelText if it is unknown
   */
  public static Objective parse(String line) {
    String[] words = line.split(" ", 16);
    String name = words[0];
    Transformation transformation = TRANSFORMATIONS.get(name);
    if (transformation == null) {
      throw new InvalidModelText(
          "unknown objective: " + name.substring(0, Math.min(32, name.length())));
    }
    double slope = 1;
    int outputs = 1;
    switch (name) {
      case "binary" -> slope = sigmoid(words);
      case "multiclass" -> outputs = classes(words);
      case "multiclassova" -> {
        outputs = classes(words);
        slope = sigmoid(words);
      }
      case "custom", "none", "null", "na" -> outputs = 0;
      case "regression", "regression_l1", "fair", "quantile", "mape" -> {
        if (Arrays.asList(words).contains("sqrt")) {
          transformation = Transformation.SIGNED_SQUARE;
        }
      }
      default -> {}
    }
    return new Objective(name, transformation, slope, outputs, 1);
  }

  /** The identity, which models have that were trained with gradients from outside. */
  static Objective custom() {
    return parse("custom");
  }

  /** LightGBM's name of it, such as {@code multiclass}. */
  public String name() {
    return name;
  }

  /**
   * Transforms in place.
   *
   * @param scores raw scores in, predictions out
   * @throws IllegalArgumentException if the objective has another number of outputs
   */
  public void transform(double[] scores) {
    if (!fits(scores.length)) {
      throw new IllegalArgumentException(
          "%s takes %d scores, not %d".formatted(name, outputs, scores.length));
    }
    if (divisor != 1) {
      for (int i = 0; i < scores.length; i++) {
        scores[i] /= divisor;
      }
    }
    if (transformation == Transformation.SOFTMAX) {
      softmax(scores);
    } else if (transformation != Transformation.NONE) {
      for (int i = 0; i < scores.length; i++) {
        scores[i] = transform(scores[i]);
      }
    }
  }

  boolean fits(int scores) {
    return outputs == 0 || outputs == scores;
  }

  Objective averagedOver(int iterations) {
    return new Objective(name, transformation, slope, outputs, iterations);
  }

  private double transform(double score) {
    return switch (transformation) {
      case SIGNED_SQUARE -> Math.signum(score) * score * score;
      case EXP -> Math.exp(score);
      case SIGMOID -> 1 / (1 + Math.exp(-slope * score));
      case LOG_ONE_PLUS_EXP -> Math.log1p(Math.exp(score));
      case NONE, SOFTMAX -> score;
    };
  }

  private static void softmax(double[] scores) {
    double max = scores[0];
    for (double score : scores) {
      max = Math.max(max, score);
    }
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.exp(scores[i] - max);
      sum += scores[i];
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] /= sum;
    }
  }

  private static double sigmoid(String[] words) {
    double slope = Numbers.doubles("sigmoid", parameter(words, "sigmoid:"), 1)[0];
    if (!(slope > 0 && slope < Double.POSITIVE_INFINITY)) {
      throw new InvalidModelText("the objective's sigmoid must be positive");
    }
    return slope;
  }

  private static int classes(String[] words) {
    return Numbers.integers("num_class", parameter(words, "num_class:"), 1, 1, Integer.MAX_VALUE)[
        0];
  }

  private static String parameter(String[] words, String prefix) {
    for (String word : words) {
      if (word.startsWith(prefix)) {
        return word.substring(prefix.length());
      }
    }
    throw new InvalidModelText("the objective " + words[0] + " lacks " + prefix);
  }
}
