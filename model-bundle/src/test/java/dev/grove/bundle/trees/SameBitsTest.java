package dev.grove.bundle.trees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.bundle.features.FeatureVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
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
      requireAllLayouts(model, forest, rows, raw);
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

  /** Dense, sparse, and all rows at once. */
  private static void requireAllLayouts(
      ModelCase model, Forest forest, double[][] rows, double[][] raw) {
    List<Layout> layouts = new ArrayList<>(forest.layouts());
    assertThat(layouts).hasAtLeastOneElementOfType(PackedTrees.class);
    assertThat(layouts).last().isInstanceOf(PlainTrees.class);
    assertThat(layouts.get(0) instanceof BitVectors)
        .isEqualTo(!model.parameters().matches(".*num_leaves=(100|255).*") && hasSplits(forest));
    PlainTrees plain = (PlainTrees) layouts.get(layouts.size() - 1);
    Steps steps = ((PackedTrees) layouts.get(layouts.size() - 2)).steps();
    if (asksForCategories(plain)) {
      assertThat(steps).isInstanceOf(MixedSteps.class);
    } else {
      assertThat(steps).isInstanceOf(NumericSteps.class);
      layouts.add(asLongs(plain, forest.features()));
    }
    int outputs = forest.outputs();
    double[] scores = new double[outputs];
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    FeatureVector vector = new FeatureVector(RandomRows.COLUMNS);
    for (Layout layout : layouts) {
      Scorer scorer = forest.scorer(layout, Iterations.ALL);
      double[] all = new double[outputs * rows.length];
      scorer.rawScores(flat, rows.length, all);
      for (int i = 0; i < rows.length; i++) {
        requireSameBits(
            model, rows[i], Arrays.copyOfRange(all, i * outputs, (i + 1) * outputs), raw[i]);
        scorer.rawScores(rows[i], scores);
        requireSameBits(model, rows[i], scores, raw[i]);
        fill(vector, rows[i]);
        scorer.rawScores(vector, scores);
        requireSameBits(model, rows[i], scores, raw[i]);
      }
    }
  }

  private static boolean hasSplits(Forest forest) {
    return Arrays.stream(forest.splitImportance()).sum() > 0;
  }

  private static boolean asksForCategories(PlainTrees plain) {
    return plain.trees().stream()
        .anyMatch(tree -> IntStream.range(0, tree.nodes()).anyMatch(tree::categorical));
  }

  /** What would be there if the forest did not suit ints. */
  private static Layout asLongs(PlainTrees plain, int features) {
    Slots slots = Slots.of(plain.trees(), Thresholds.of(plain.trees(), features));
    return PackedTrees.of(
        slots, MixedSteps.of(plain.trees(), plain.orders(), plain.leaves(), slots));
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
