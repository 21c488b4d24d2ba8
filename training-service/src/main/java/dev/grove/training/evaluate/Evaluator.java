package dev.grove.training.evaluate;

import dev.grove.bundle.Labels;
import dev.grove.bundle.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes a model's predictions row by row, with the truth, and gives the scores of the whole. Not
 * thread-safe.
 */
public final class Evaluator {
  /** Where scikit-learn cuts a probability off before it takes the logarithm. */
  private static final double EPSILON = Math.ulp(1.0);

  private final Labels labels;
  private final ConfusionMatrix confusion;
  private final DoubleList positiveScores = new DoubleList();
  private final DoubleList truths = new DoubleList();
  private final Ndcg ndcg = new Ndcg();
  private long rows;
  private double logLoss;
  private double squared;
  private double absolute;

  public Evaluator(Labels labels) {
    this.labels = labels;
    this.confusion = new ConfusionMatrix(labels.classes());
  }

  /**
   * @param prediction the model's transformed outputs: one probability in binary, one per class in
   *     multiclass, the number in regression, the score in ranking; not kept
   * @param truth the class's index, or the number
   */
  public void add(double[] prediction, double truth) {
    add(prediction, truth, null);
  }

  /**
   * As above.
   *
   * @param group what a ranking's row is ranked in; ignored in other tasks
   */
  public void add(double[] prediction, double truth, String group) {
    rows++;
    switch (labels.task()) {
      case REGRESSION -> addNumber(prediction[0], truth);
      case RANKING -> ndcg.add(group, prediction[0], truth);
      case BINARY -> {
        positiveScores.add(prediction[0]);
        truths.add(truth);
        addClass(new double[] {1 - prediction[0], prediction[0]}, (int) truth);
      }
      case MULTICLASS -> addClass(prediction, (int) truth);
    }
  }

  private void addNumber(double prediction, double truth) {
    truths.add(truth);
    squared += (prediction - truth) * (prediction - truth);
    absolute += Math.abs(prediction - truth);
  }

  private void addClass(double[] probabilities, int truth) {
    int best = labels.task() == Task.BINARY ? 1 : 0;
    double sum = 0;
    for (int k = 0; k < probabilities.length; k++) {
      best = probabilities[k] > probabilities[best] ? k : best;
      sum += probabilities[k];
    }
    confusion.add(truth, best);
    double probability = Math.min(1 - EPSILON, Math.max(EPSILON, probabilities[truth] / sum));
    logLoss -= Math.log(probability);
  }

  /** The confusion so far; null in regression. */
  public ConfusionMatrix confusion() {
    return labels.task().isClassification() ? confusion : null;
  }

  /** The scores so far. Without a row they are all null. */
  public SplitScores scores() {
    if (rows == 0) {
      return new SplitScores(0, null, null, null, null, null, null, null, null, null, null, null);
    }
    if (labels.task() == Task.RANKING) {
      return new SplitScores(
          rows, null, null, null, null, null, null, null, null, null, null, ndcg.mean());
    }
    if (labels.task() == Task.REGRESSION) {
      return new SplitScores(
          rows,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          Math.sqrt(squared / rows),
          absolute / rows,
          r2(),
          null);
    }
    List<ClassScores> classes = new ArrayList<>(confusion.classScores());
    return new SplitScores(
        rows,
        confusion.accuracy(),
        labels.task() == Task.BINARY ? auc() : null,
        logLoss / rows,
        confusion.average(ClassScores::precision),
        confusion.average(ClassScores::recall),
        confusion.average(ClassScores::f1),
        classes,
        null,
        null,
        null,
        null);
  }

  private Double auc() {
    double[] truth = truths.toArray();
    boolean[] positive = new boolean[truth.length];
    for (int row = 0; row < truth.length; row++) {
      positive[row] = truth[row] == 1;
    }
    return Auc.of(positiveScores.toArray(), positive);
  }

  /** Null if the truth does not vary. */
  private Double r2() {
    double[] truth = truths.toArray();
    double mean = Arrays.stream(truth).average().orElse(0);
    double total = Arrays.stream(truth).map(value -> (value - mean) * (value - mean)).sum();
    return total == 0 ? null : 1 - squared / total;
  }

  private static final class DoubleList {
    private double[] values = new double[1_024];
    private int size;

    void add(double value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    double[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
