package dev.grove.bundle;

import dev.grove.bundle.trees.Objective;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What raw scores mean: evaluation and serving make the same of them. */
public sealed interface Prediction {
  /**
   * Transforms the scores and reads them by the labels.
   *
   * @param rawScores {@link Labels#outputs} raw scores, which stay as they are
   */
  static Prediction of(Labels labels, Objective objective, double[] rawScores) {
    double[] outputs = rawScores.clone();
    objective.transform(outputs);
    return switch (labels.task()) {
      case REGRESSION -> new Regression(outputs[0]);
      case RANKING -> new Ranking(outputs[0]);
      case BINARY -> new Classification(labels, new double[] {1 - outputs[0], outputs[0]});
      case MULTICLASS -> new Classification(labels, outputs);
    };
  }

  /** The answer that looks at no input: each class's share, or the target's mean. */
  static Prediction of(Labels labels, Prior prior) {
    double[] shares = prior.shares().stream().mapToDouble(Double::doubleValue).toArray();
    return switch (labels.task()) {
      case REGRESSION -> new Regression(prior.mean());
      case RANKING -> new Ranking(prior.mean());
      case BINARY, MULTICLASS -> new Classification(labels, shares);
    };
  }

  /** A number. */
  record Regression(double value) implements Prediction {}

  /** A score that orders the rows of one group, the highest first; it has no unit. */
  record Ranking(double score) implements Prediction {}

  /** A class, and how probable each class is. */
  final class Classification implements Prediction {
    private final Labels labels;
    private final double[] probabilities;
    private final int index;

    private Classification(Labels labels, double[] probabilities) {
      this.labels = labels;
      this.probabilities = probabilities;
      int best = 0;
      for (int i = 1; i < probabilities.length; i++) {
        if (probabilities[i] > probabilities[best]) {
          best = i;
        }
      }
      this.index = best;
    }

    /** The most probable class's place in the labels; of equals the first. */
    public int index() {
      return index;
    }

    /** The most probable class. */
    public String label() {
      return labels.classes().get(index);
    }

    /** The most probable class's probability. */
    public double confidence() {
      return probabilities[index];
    }

    /** How many classes there are. */
    public int classes() {
      return probabilities.length;
    }

    public double probability(int index) {
      return probabilities[index];
    }

    /** Class to probability, in the order of the labels. */
    public Map<String, Double> probabilities() {
      Map<String, Double> byClass = new LinkedHashMap<>(probabilities.length * 2);
      for (int i = 0; i < probabilities.length; i++) {
        byClass.put(labels.classes().get(i), probabilities[i]);
      }
      return Collections.unmodifiableMap(byClass);
    }

    @Override
    public String toString() {
      return "Classification[" + label() + " of " + Arrays.toString(probabilities) + "]";
    }
  }
}
