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

  @Test
  void addsLinearLeavesAsLightGbm() {
    WrittenModel model =
        new WrittenModel(1, 1, "regression")
            .tree(
                "num_leaves=2",
                "num_cat=0",
                "split_feature=0",
                "threshold=1",
                "decision_type=10",
                "left_child=-1",
                "right_child=-2",
                "leaf_value=-1 1",
                "is_linear=1",
                "leaf_const=0.5 0.25",
                "num_features=1 0",
                "leaf_features=0  ",
                "leaf_coeff=1.5  ")
            .stump(3, 0)
            .tree(
                "num_leaves=1",
                "num_cat=0",
                "split_feature=",
                "threshold=",
                "decision_type=",
                "left_child=",
                "right_child=",
                "leaf_value=8",
                "is_linear=1",
                "leaf_const=2",
                "num_features=1",
                "leaf_features=0 ",
                "leaf_coeff=-4 ");
    requireSameDecisions(model, DoubleStream.of(RandomRows.ODD));
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
