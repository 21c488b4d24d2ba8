package dev.grove.bundle.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.bundle.features.FeatureVector;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What else LightGBM says of a row: by some of the iterations, leaf by leaf, by features. */
class PredictionKindsTest {
  private static final int ROWS = 60;
  private static final long SEED = 4;

  private static final List<Iterations> RANGES =
      List.of(
          Iterations.ALL,
          new Iterations(0, 0),
          new Iterations(0, 1),
          new Iterations(3, 7),
          new Iterations(24, 5),
          new Iterations(5, -1),
          new Iterations(-4, 2),
          new Iterations(500, 3));

  static List<ModelCase> cases() {
    return ModelCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatLightGbmSays(ModelCase model) {
    String text;
    try (LightGbm trained = model.train(SEED)) {
      text = trained.text();
    }
    double[][] rows = new RandomRows(SEED + 1).next(ROWS);
    new RandomRows(SEED + 2).disturb(rows, new double[] {0, 0.5});
    Forest forest = Forest.parse(text);
    try (LightGbm lightGbm = LightGbm.load(text)) {
      for (Iterations range : RANGES) {
        scoresInRange(forest, lightGbm, rows, range);
        findsLeaves(forest, lightGbm, rows, range);
      }
      if (model.parameters().contains("linear_tree")) {
        assertThat(forest.unexplained().orElse("")).contains("linear");
        assertThatThrownBy(forest::contributions)
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessageContaining("linear");
        assertThatThrownBy(() -> lightGbm.predict(rows, LightGbm.CONTRIBUTIONS))
            .hasMessageContaining("linear");
      } else {
        for (Iterations range : RANGES.subList(0, 5)) {
          explains(forest, lightGbm, rows, range);
        }
      }
    }
  }

  private static void scoresInRange(
      Forest forest, LightGbm lightGbm, double[][] rows, Iterations range) {
    double[][] raw = lightGbm.predict(rows, LightGbm.RAW, range.start(), range.count());
    double[][] normal = lightGbm.predict(rows, LightGbm.NORMAL, range.start(), range.count());
    Scorer scorer = forest.scorer(range);
    double[] scores = new double[forest.outputs()];
    for (int i = 0; i < rows.length; i++) {
      scorer.rawScores(rows[i], scores);
      assertThat(scores).as("%s", range).isEqualTo(raw[i]);
      scorer.rawScores(vector(rows[i]), scores);
      assertThat(scores).as("%s", range).isEqualTo(raw[i]);
      forest.objective(range).transform(scores);
      for (int k = 0; k < scores.length; k++) {
        double expected = normal[i][k];
        if (Double.compare(scores[k], expected) != 0) {
          assertThat(Math.abs(scores[k] - expected))
              .as("%s instead of %s in %s", scores[k], expected, range)
              .isLessThanOrEqualTo(4 * Math.ulp(expected));
        }
      }
    }
  }

  private static void findsLeaves(
      Forest forest, LightGbm lightGbm, double[][] rows, Iterations range) {
    Scorer scorer = forest.scorer(range);
    if (scorer.trees() == 0) {
      return;
    }
    double[][] expected = lightGbm.predict(rows, LightGbm.LEAVES, range.start(), range.count());
    int[] leaves = new int[scorer.trees()];
    for (int i = 0; i < rows.length; i++) {
      scorer.leaves(rows[i], leaves);
      assertThat(Arrays.stream(leaves).asDoubleStream().toArray()).isEqualTo(expected[i]);
      Arrays.fill(leaves, -1);
      scorer.leaves(vector(rows[i]), leaves);
      assertThat(Arrays.stream(leaves).asDoubleStream().toArray()).isEqualTo(expected[i]);
    }
  }

  private static void explains(
      Forest forest, LightGbm lightGbm, double[][] rows, Iterations range) {
    double[][] expected =
        lightGbm.predict(rows, LightGbm.CONTRIBUTIONS, range.start(), range.count());
    Contributions contributions = forest.contributions(range);
    assertThat(contributions.size()).isEqualTo(expected[0].length);
    double[] out = new double[contributions.size()];
    for (int i = 0; i < rows.length; i++) {
      contributions.of(vector(rows[i]), out);
      for (int k = 0; k < out.length; k++) {
        assertThat(Math.abs(out[k] - expected[i][k]))
            .as("row %d, place %d, %s: %s instead of %s", i, k, range, out[k], expected[i][k])
            .isLessThanOrEqualTo(1e-9 * Math.max(1, Math.abs(expected[i][k])));
      }
    }
  }

  private static FeatureVector vector(double[] row) {
    FeatureVector vector = new FeatureVector(row.length);
    for (int column = row.length - 1; column >= 0; column--) {
      if (row[column] != 0) {
        vector.set(column, row[column]);
      }
    }
    return vector;
  }
}
