package dev.grove.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grove.bundle.Task;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.bundle.trees.Forest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fallbacks that the real LightGBM grew beside a model. */
class FallbackTrainerTest {
  private static final LightGbmTrainer TRAINER = new LightGbmTrainer();
  private static final int WIDTH = 4;

  @ParameterizedTest
  @CsvSource({"0", "1", "3", "'0,3'", "'0,1,3'"})
  void splitsOnlyWhereItMay(String allowed) {
    BitSet places = places(allowed);
    Forest forest = fallback(Task.BINARY, 2, rows(800, 1, false), places, Map.of());
    long[] splits = forest.splitImportance();
    for (int place = 0; place < WIDTH; place++) {
      assertThat(splits[place] > 0).as("place %d", place).isEqualTo(places.get(place));
    }
  }

  @Test
  void isASmallRandomForestWhateverTheModelIs() {
    Map<String, String> odd =
        Map.of(
            "data_sample_strategy", "goss",
            "boosting", "gbdt",
            "num_leaves", "200",
            "feature_fraction", "0.3",
            "learning_rate", "0.01",
            "top_rate", "0.3");
    TrainedModel model = train(Task.BINARY, 2, rows(3_000, 1, false), places("0,1,2,3"), odd, 300);
    assertThat(model.fallbackText())
        .contains("[boosting: rf]", "average_output", "num_leaves=31\n");
    Forest forest = Forest.parse(model.fallbackText());
    assertThat(forest.iterations()).isEqualTo(12);
    EncodedRows others = rows(400, 2, false);
    int right = 0;
    double[] score = new double[1];
    for (int row = 0; row < others.rows(); row++) {
      forest.rawScores(vector(others, row), score);
      right += (score[0] > 0) == (others.target(row) == 1) ? 1 : 0;
    }
    assertThat(right / 400.0).isGreaterThan(0.85);
  }

  @ParameterizedTest
  @CsvSource({
    "REGRESSION, regression",
    "REGRESSION, regression_l1",
    "REGRESSION, quantile",
    "REGRESSION, huber",
    "BINARY, binary",
    "MULTICLASS, multiclass",
    "MULTICLASS, multiclassova"
  })
  void scoresAsTheForestDoes(Task task, String objective) {
    int classes = task == Task.BINARY ? 2 : task == Task.MULTICLASS ? 4 : 0;
    EncodedRows training = rows(600, 1, classes == 4);
    TrainedModel model =
        train(task, classes, training, places("0,3"), Map.of("objective", objective), 20);
    assertThat(model.fallbackText()).contains("objective=" + objective);
    Forest forest = Forest.parse(model.fallbackText());
    EncodedRows others = rows(300, 3, classes == 4);
    double[][] native_ = TRAINER.rawScores(model.fallbackText(), others);
    double[] own = new double[forest.outputs()];
    for (int row = 0; row < others.rows(); row++) {
      forest.rawScores(vector(others, row), own);
      assertThat(own).as("row %d", row).isEqualTo(native_[row]);
    }
  }

  /**
   * LightGBM itself would answer one half, or leave the forest at 0 where the model starts higher.
   */
  @Test
  void answersThePriorWhereNothingCanBeLearnt() {
    EncodedRows rows = rows(400, 5, true);
    double[] shares = new double[4];
    for (int row = 0; row < rows.rows(); row++) {
      shares[(int) rows.target(row)] += 1.0 / rows.rows();
    }
    Map<String, String> noSplit = Map.of("min_data_in_leaf", "300");
    Forest forest = fallback(Task.MULTICLASS, 4, rows, places("0,1,2,3"), noSplit);
    assertThat(forest.splitImportance()).containsOnly(0);
    double[] prediction = predict(forest, vector(rows, 0));
    for (int k = 0; k < 4; k++) {
      assertThat(prediction[k]).isCloseTo(shares[k], within(1e-6));
    }
    Forest numbers = fallback(Task.REGRESSION, 0, rows, places("0"), noSplit);
    double mean = IntStream.range(0, 400).mapToDouble(rows::target).average().orElseThrow();
    assertThat(predict(numbers, vector(rows, 0))[0]).isCloseTo(mean, within(1e-6));
  }

  /** A class that some bags hold too few rows of to be split off. */
  @Test
  void rareClassesStayRare() {
    EncodedRows rows = new EncodedRows(WIDTH);
    Random random = new Random(3);
    FeatureVector vector = new FeatureVector(WIDTH);
    for (int row = 0; row < 2_000; row++) {
      vector.clear();
      vector.set(0, random.nextGaussian());
      vector.set(1, random.nextGaussian());
      vector.set(3, random.nextInt(5));
      rows.add(vector, row < 3 ? 2 : vector.get(0) > 0 ? 1 : 0);
    }
    Forest forest = fallback(Task.MULTICLASS, 3, rows, places("0,1,3"), Map.of());
    double sum = 0;
    for (int row = 0; row < 2_000; row++) {
      sum += predict(forest, vector(rows, row))[2];
    }
    assertThat(sum / 2_000).isLessThan(0.005);
  }

  @Test
  void worksOnWideSparseRowsAndCostsLittle() {
    int width = 3_000;
    EncodedRows rows = new EncodedRows(width);
    Random random = new Random(1);
    FeatureVector vector = new FeatureVector(width);
    for (int row = 0; row < 1_000; row++) {
      vector.clear();
      int label = random.nextInt(3);
      for (int k = 0; k < 20; k++) {
        vector.add(random.nextInt(width), 1);
      }
      vector.add(10 + label * 5 + random.nextInt(5), 1);
      rows.add(vector, label);
    }
    BitSet half = new BitSet();
    half.set(0, 1_500);
    TrainedModel model = train(Task.MULTICLASS, 3, rows, half, Map.of(), 60);
    Forest forest = Forest.parse(model.fallbackText());
    assertThat(forest.features()).isEqualTo(width);
    assertThat(forest.iterations()).isEqualTo(6);
    long[] splits = forest.splitImportance();
    assertThat(IntStream.range(0, 1_500).mapToLong(place -> splits[place]).sum()).isPositive();
    assertThat(IntStream.range(1_500, width).mapToLong(place -> splits[place]).sum()).isZero();
  }

  @Test
  void sameSeedGivesTheSameForest() {
    EncodedRows rows = rows(400, 1, false);
    assertThat(train(Task.BINARY, 2, rows, places("0,1"), Map.of(), 10).fallbackText())
        .isEqualTo(train(Task.BINARY, 2, rows, places("0,1"), Map.of(), 10).fallbackText());
  }

  private static Forest fallback(
      Task task, int classes, EncodedRows rows, BitSet places, Map<String, String> parameters) {
    return Forest.parse(train(task, classes, rows, places, parameters, 20).fallbackText());
  }

  private static TrainedModel train(
      Task task,
      int classes,
      EncodedRows rows,
      BitSet places,
      Map<String, String> parameters,
      int rounds) {
    List<String> names = new ArrayList<>();
    for (int place = 0; place < rows.features(); place++) {
      names.add("f" + place);
    }
    TrainingSet set =
        new TrainingSet(
            task, names, List.of(3), places, classes, rows, new EncodedRows(rows.features()));
    return TRAINER.train(
        set,
        new TrainingPlan(new HyperParameters(parameters), rounds, 0, 42, 1),
        (round, metrics) -> {});
  }

  private static BitSet places(String allowed) {
    BitSet places = new BitSet();
    for (String place : allowed.split(",")) {
      places.set(Integer.parseInt(place));
    }
    return places;
  }

  /** Three numbers and a category, each of which tells something of the target. */
  private static EncodedRows rows(int rows, long seed, boolean four) {
    Random random = new Random(seed);
    EncodedRows encoded = new EncodedRows(WIDTH);
    FeatureVector vector = new FeatureVector(WIDTH);
    for (int row = 0; row < rows; row++) {
      vector.clear();
      double sum = 0;
      for (int place = 0; place < 3; place++) {
        vector.set(place, random.nextGaussian());
        sum += vector.get(place);
      }
      vector.set(3, random.nextInt(6));
      sum += vector.get(3) % 2 == 0 ? 2 : -2;
      encoded.add(vector, four ? (sum < -2 ? 0 : sum < 1 ? 1 : sum < 3 ? 2 : 3) : sum > 0 ? 1 : 0);
    }
    return encoded;
  }

  private static double[] predict(Forest forest, FeatureVector vector) {
    double[] scores = new double[forest.outputs()];
    forest.rawScores(vector, scores);
    forest.objective().transform(scores);
    return scores;
  }

  private static FeatureVector vector(EncodedRows rows, int row) {
    FeatureVector vector = new FeatureVector(rows.features());
    for (int entry = rows.start(row); entry < rows.start(row + 1); entry++) {
      vector.set(rows.index(entry), rows.value(entry));
    }
    return vector;
  }
}
