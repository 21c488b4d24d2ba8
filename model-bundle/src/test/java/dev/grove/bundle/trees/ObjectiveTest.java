package dev.grove.bundle.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectiveTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"regression", "quantile alpha:0.5", "lambdarank", "custom", "none", "huber sqrt"})
  void leavesScoresAlone(String line) {
    double[] scores = {-3.5};

    Objective.parse(line).transform(scores);

    assertThat(scores).containsExactly(-3.5);
  }

  @Test
  void squaresRootsWithTheirSign() {
    double[] scores = {-3};

    Objective.parse("regression sqrt").transform(scores);

    assertThat(scores).containsExactly(-9);
  }

  @Test
  void keepsSoftmaxWithinRange() {
    double[] scores = {1000, 1000, -1000};
    Objective objective = Objective.parse("multiclass num_class:3");

    objective.transform(scores);

    assertThat(scores).containsExactly(0.5, 0.5, 0);
    assertThat(objective.name()).isEqualTo("multiclass");
  }

  @Test
  void bendsTheSigmoid() {
    double[] scores = {2};

    Objective.parse("binary sigmoid:0.5").transform(scores);

    assertThat(scores[0]).isEqualTo(1 / (1 + Math.exp(-1)));
  }

  @Test
  void averagesBeforeItTransforms() {
    double[] scores = {6};

    Objective.parse("poisson").averagedOver(3).transform(scores);

    assertThat(scores).containsExactly(Math.exp(2));
  }

  @Test
  void wantsItsNumberOfScores() {
    assertThatThrownBy(() -> Objective.parse("multiclass num_class:3").transform(new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("takes 3 scores");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Binary sigmoid:1",
        "binary",
        "binary sigmoid:0",
        "binary sigmoid:inf",
        "binary sigmoid:",
        "multiclass num_class:0",
        "multiclassova num_class:3"
      })
  void refusesOtherLines(String line) {
    assertThatThrownBy(() -> Objective.parse(line)).isInstanceOf(InvalidModelText.class);
  }
}
