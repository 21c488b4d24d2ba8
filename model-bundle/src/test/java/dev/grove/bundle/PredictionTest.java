package dev.grove.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.grove.bundle.trees.Objective;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionTest {
  private static Prediction.Classification classify(
      Labels labels, String objective, double... raw) {
    return (Prediction.Classification) Prediction.of(labels, Objective.parse(objective), raw);
  }

  @Test
  void readsBinaryScoresAsTheSecondClassesProbability() {
    Labels labels = Labels.ofClasses(Task.BINARY, "t", List.of(">50K", "<=50K"));
    Prediction.Classification high = classify(labels, "binary sigmoid:1", Math.log(9));
    assertThat(labels.classes()).containsExactly("<=50K", ">50K");
    assertThat(high.label()).isEqualTo(">50K");
    assertThat(high.index()).isEqualTo(1);
    assertThat(high.confidence()).isCloseTo(0.9, within(1e-15));
    assertThat(high.probabilities().keySet()).containsExactly("<=50K", ">50K");
    assertThat(high.probability(0)).isEqualTo(1 - high.probability(1));
    assertThat(high)
        .hasToString(
            "Classification[>50K of [" + high.probability(0) + ", " + high.confidence() + "]]");
    assertThat(classify(labels, "binary sigmoid:1", -5).label()).isEqualTo("<=50K");
    assertThat(classify(labels, "binary sigmoid:1", 0).label())
        .as("the first of equals")
        .isEqualTo("<=50K");
  }

  @Test
  void readsMulticlassScores() {
    Labels labels = Labels.ofClasses(Task.MULTICLASS, "t", List.of("a", "b", "c"));
    double[] raw = {1, 3, 3};
    Prediction.Classification prediction = classify(labels, "multiclass num_class:3", raw);
    assertThat(prediction.label()).isEqualTo("b");
    assertThat(prediction.classes()).isEqualTo(3);
    assertThat(prediction.probabilities().values().stream().mapToDouble(p -> p).sum())
        .isCloseTo(1, within(1e-15));
    assertThat(raw).as("stay as they are").containsExactly(1, 3, 3);
  }

  @Test
  void readsRegressionScores() {
    Labels labels = new Labels(Task.REGRESSION, "t", List.of());
    assertThat(Prediction.of(labels, Objective.parse("regression"), new double[] {2.5}))
        .isEqualTo(new Prediction.Regression(2.5));
    assertThat(Prediction.of(labels, Objective.parse("poisson"), new double[] {0}))
        .isEqualTo(new Prediction.Regression(1));
  }

  @Test
  void readsRankingScores() {
    Labels labels = new Labels(Task.RANKING, "t", List.of());
    assertThat(labels.outputs()).isEqualTo(1);
    assertThat(Prediction.of(labels, Objective.parse("lambdarank"), new double[] {-0.25}))
        .isEqualTo(new Prediction.Ranking(-0.25));
    assertThat(Task.ofWireName("ranking")).isEqualTo(Task.RANKING);
    assertThat(Task.RANKING.isClassification()).isFalse();
    assertThatThrownBy(() -> new Labels(Task.RANKING, "t", List.of("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ranking");
  }

  @Test
  void answersFromThePriorWithoutAnyInput() {
    Labels three = Labels.ofClasses(Task.MULTICLASS, "t", List.of("a", "b", "c"));
    Prior shares = Prior.ofCounts(new long[] {1, 3, 0});
    Prediction.Classification likeliest = (Prediction.Classification) Prediction.of(three, shares);
    assertThat(likeliest.label()).isEqualTo("b");
    assertThat(likeliest.probabilities())
        .containsExactly(entry("a", 0.25), entry("b", 0.75), entry("c", 0.0));
    Prior numbers = Prior.ofNumbers(2.5, 2);
    assertThat(Prediction.of(new Labels(Task.REGRESSION, "t", List.of()), numbers))
        .isEqualTo(new Prediction.Regression(2.5));
    assertThat(Prediction.of(new Labels(Task.RANKING, "t", List.of()), numbers))
        .isEqualTo(new Prediction.Ranking(2.5));
    assertThatThrownBy(() -> Prior.ofNumbers(Double.NaN, 1))
        .hasMessage("mean is not a finite number");
    assertThatThrownBy(() -> new Prior(List.of(1.0), 2.0, null))
        .hasMessageContaining("and a mean or a median");
  }

  @Test
  void ordersClassesByCodePoint() {
    assertThat(
            Labels.ofClasses(
                    Task.MULTICLASS, "t", List.of("😀", "\uff5e", "b", "B", "", "a", "a\u0000"))
                .classes())
        .containsExactly("", "B", "a", "a\u0000", "b", "\uff5e", "😀");
    assertThatThrownBy(() -> new Labels(Task.MULTICLASS, "t", List.of("😀", "\uff5e")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
