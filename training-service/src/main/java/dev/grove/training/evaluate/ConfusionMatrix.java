package dev.grove.training.evaluate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Counts of rows by true class (outer) and predicted class (inner).
 *
 * <p>Averages leave out classes that neither occur nor are predicted, as scikit-learn's do.
 */
@RegisterForReflection
public final class ConfusionMatrix {
  private final List<String> labels;
  private final long[][] counts;

  @JsonCreator
  ConfusionMatrix(
      @JsonProperty("labels") List<String> labels, @JsonProperty("counts") long[][] counts) {
    this.labels = List.copyOf(labels);
    this.counts = counts;
  }

  ConfusionMatrix(List<String> labels) {
    this(labels, new long[labels.size()][labels.size()]);
  }

  @JsonProperty("labels")
  public List<String> labels() {
    return labels;
  }

  /** Not to be changed. */
  @JsonProperty("counts")
  public long[][] counts() {
    return counts;
  }

  void add(int truth, int predicted) {
    counts[truth][predicted]++;
  }

  @JsonIgnore
  double accuracy() {
    long right = 0;
    for (int k = 0; k < counts.length; k++) {
      right += counts[k][k];
    }
    return ratio(right, total());
  }

  @JsonIgnore
  long total() {
    long total = 0;
    for (int k = 0; k < counts.length; k++) {
      total += occurred(k);
    }
    return total;
  }

  List<ClassScores> classScores() {
    List<ClassScores> scores = new ArrayList<>();
    for (int k = 0; k < counts.length; k++) {
      double precision = ratio(counts[k][k], predicted(k));
      double recall = ratio(counts[k][k], occurred(k));
      double f1 = ratio(2 * counts[k][k], predicted(k) + occurred(k));
      scores.add(new ClassScores(labels.get(k), precision, recall, f1, occurred(k)));
    }
    return scores;
  }

  Averages average(ToDoubleFunction<ClassScores> figure) {
    double weighted = 0;
    double macro = 0;
    int present = 0;
    List<ClassScores> scores = classScores();
    for (int k = 0; k < counts.length; k++) {
      double value = figure.applyAsDouble(scores.get(k));
      weighted += value * occurred(k);
      if (occurred(k) + predicted(k) > 0) {
        macro += value;
        present++;
      }
    }
    long total = total();
    return new Averages(total == 0 ? 0 : weighted / total, present == 0 ? 0 : macro / present);
  }

  private long occurred(int k) {
    long sum = 0;
    for (long count : counts[k]) {
      sum += count;
    }
    return sum;
  }

  private long predicted(int k) {
    long sum = 0;
    for (long[] row : counts) {
      sum += row[k];
    }
    return sum;
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : part / (double) whole;
  }
}
