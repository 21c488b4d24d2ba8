package dev.grove.bundle.trees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.bundle.features.FeatureVector;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trains models with the real LightGBM and wants its very scores. */
class SameBitsTest {
  private static final int ROWS = 4000;
  private static final long SEED = 20261122;

  static List<ModelCase> cases() {
    return ModelCase.all();
  }

  @Test
  void comparesAtLeastAHundredThousandRows() {
    assertThat(cases().size() * ROWS).isGreaterThanOrEqualTo(100_000);
    assertThat(cases()).extracting(ModelCase::name).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void scoresAsLightGbm(ModelCase model) {
    try (LightGbm lightGbm = model.train(SEED)) {
      String text = lightGbm.text();
      Forest forest = Forest.parse(text);
      assertThat(forest.features()).isEqualTo(RandomRows.COLUMNS);
      assertThat(forest.outputs()).isEqualTo(model.classes());
      RandomRows random = new RandomRows(SEED + 1);
      double[][] rows = random.next(ROWS);
      random.disturb(rows, thresholds(text));

      double[][] raw = lightGbm.predict(rows, LightGbm.RAW);
      double[][] predictions = lightGbm.predict(rows, LightGbm.NORMAL);
      FeatureVector vector = new FeatureVector(RandomRows.COLUMNS);
      double[] scores = new double[forest.outputs()];
      Scorer scorer = forest.scorer();
      for (int i = 0; i < ROWS; i++) {
        forest.rawScores(rows[i], scores);
        requireSameBits(model, rows[i], scores, raw[i]);
        scorer.rawScores(rows[i], scores);
        requireSameBits(model, rows[i], scores, raw[i]);
        fill(vector, rows[i]);
        Arrays.fill(scores, Double.NaN);
        scorer.rawScores(vector, scores);
        requireSameBits(model, rows[i], scores, raw[i]);
        forest.objective().transform(scores);
        requireClose(model, rows[i], scores, predictions[i]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void weighsFeaturesAsLightGbm(ModelCase model) {
    String text;
    try (LightGbm trained = model.train(SEED + 2)) {
      text = trained.text();
    }
    Forest forest = Forest.parse(text);
    // The text has fewer digits of a gain than a booster that was just trained.
    try (LightGbm loaded = LightGbm.load(text)) {
      assertThat(Arrays.stream(forest.splitImportance()).asDoubleStream().toArray())
          .containsExactly(loaded.importance(RandomRows.COLUMNS, 0));
      assertThat(forest.gainImportance()).containsExactly(loaded.importance(RandomRows.COLUMNS, 1));
    }
  }

  private static double[] thresholds(String text) {
    return DoubleStream.concat(
            DoubleStream.of(0),
            LightGbmText.parse(text).trees().stream()
                .flatMapToDouble(tree -> Arrays.stream(tree.threshold())))
        .toArray();
  }

  private static void fill(FeatureVector vector, double[] row) {
    vector.clear();
    for (int column = row.length - 1; column >= 0; column--) {
      if (Double.doubleToRawLongBits(row[column]) != 0) {
        vector.set(column, row[column]);
      }
    }
  }

  private static void requireSameBits(
      ModelCase model, double[] row, double[] actual, double[] expected) {
    for (int k = 0; k < expected.length; k++) {
      if (Double.doubleToLongBits(actual[k]) != Double.doubleToLongBits(expected[k])) {
        throw new AssertionError(difference(model, row, k, actual[k], expected[k]));
      }
    }
  }

  private static void requireClose(
      ModelCase model, double[] row, double[] actual, double[] expected) {
    for (int k = 0; k < expected.length; k++) {
      boolean same = Double.compare(actual[k], expected[k]) == 0; // also NaN and infinities
      if (!same && !(Math.abs(actual[k] - expected[k]) <= 4 * Math.ulp(expected[k]))) {
        throw new AssertionError(difference(model, row, k, actual[k], expected[k]));
      }
    }
  }

  private static String difference(
      ModelCase model, double[] row, int output, double actual, double expected) {
    return "%s, output %d: %s instead of LightGBM's %s for the row %s"
        .formatted(model, output, actual, expected, Arrays.toString(row));
  }
}
