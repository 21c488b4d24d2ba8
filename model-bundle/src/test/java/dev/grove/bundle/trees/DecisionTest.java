package dev.grove.bundle.trees;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Every decision type at every odd threshold for every odd value, beside LightGBM's answer. */
class DecisionTest {
  private static final int[] NUMERICAL = {0, 2, 4, 6, 8, 10};
  private static final int[] CATEGORICAL = {1, 3, 5, 7, 9, 11};
  private static final String[] SETS = {
    "1", "3", "2147483648", "4294967295", "0 1", "1 0 2147483648", "0 2147483649", "0 0 3 0 8"
  };

  @Test
  void comparesNumbersAsLightGbm() {
    double[] thresholds =
        Arrays.stream(RandomRows.ODD).filter(value -> !Double.isNaN(value)).toArray();
    WrittenModel model = new WrittenModel(NUMERICAL.length * thresholds.length, 1, "");
    for (int decision : NUMERICAL) {
      for (double threshold : thresholds) {
        model.stump(threshold, decision);
      }
    }
    requireSameDecisions(model, DoubleStream.of(RandomRows.ODD));
  }

  @Test
  void findsCategoriesAsLightGbm() {
    WrittenModel model = new WrittenModel(CATEGORICAL.length * SETS.length, 1, "");
    for (int decision : CATEGORICAL) {
      for (String set : SETS) {
        model.categoricalStump(set, decision);
      }
    }
    requireSameDecisions(
        model, DoubleStream.concat(DoubleStream.of(RandomRows.ODD), codesBetween(-3, 200)));
  }

  private static DoubleStream codesBetween(int first, int last) {
    return DoubleStream.iterate(first, code -> code <= last, code -> code + 0.25);
  }

  private static void requireSameDecisions(WrittenModel model, DoubleStream values) {
    double[][] rows = values.mapToObj(value -> new double[] {value}).toArray(double[][]::new);
    for (String text : new String[] {model.text(), model.sizedText()}) {
      Forest forest = Forest.parse(text);
      double[] scores = new double[forest.outputs()];
      try (LightGbm lightGbm = LightGbm.load(text)) {
        double[][] expected = lightGbm.predict(rows, LightGbm.RAW);
        for (int i = 0; i < rows.length; i++) {
          forest.rawScores(rows[i], scores);
          assertThat(scores).as("value %s", rows[i][0]).containsExactly(expected[i]);
        }
      }
    }
  }
}
