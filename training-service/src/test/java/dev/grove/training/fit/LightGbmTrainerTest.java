package dev.grove.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.bundle.Task;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.bundle.trees.Forest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LightGbmTrainerTest {
  private static final LightGbmTrainer TRAINER = new LightGbmTrainer();

  @Test
  void denseBinaryWithCategoryScoresAsTheForestDoes() {
    EncodedRows training = mixed(600, 1);
    TrainedModel model = train(Task.BINARY, 2, training, mixed(200, 2), 30, 0, Map.of());
    assertThat(model.rounds()).isEqualTo(30);
    assertThat(model.bestRound()).isEqualTo(30);
    assertThat(training.density()).isGreaterThan(0.5);
    assertSameBits(model, mixed(500, 3));
    assertThat(accuracy(model, mixed(500, 3))).isGreaterThan(0.9);
    assertThat(model.text()).contains("feature_names=f0 f1 f2 f3");
  }

  @Test
  void wideSparseMulticlassScoresAsTheForestDoes() {
    EncodedRows training = sparse(600, 2_000, 1);
    TrainedModel model =
        train(Task.MULTICLASS, 3, training, sparse(200, 2_000, 2), 10, 0, Map.of());
    assertThat(training.density()).isLessThan(0.1);
    assertThat(model.parameters())
        .containsEntry("feature_fraction", "0.3")
        .containsEntry("force_col_wise", "true")
        .containsEntry("num_class", "3");
    assertSameBits(model, sparse(300, 2_000, 3));
  }

  @Test
  void regressionStopsEarlyAndKeepsTheBestRound() {
    Map<Integer, Double> metrics = new TreeMap<>();
    TrainingSet set = set(Task.REGRESSION, 0, noise(120, 1), noise(120, 2));
    TrainedModel model =
        TRAINER.train(
            set,
            new TrainingPlan(new HyperParameters(Map.of()), 500, 5, 42, 1),
            (round, values) -> metrics.put(round, values.get("rmse")));
    double best = metrics.values().stream().min(Double::compare).orElseThrow();
    assertThat(model.rounds()).isEqualTo(model.bestRound() + 5).isLessThan(500);
    assertThat(metrics.get(model.bestRound())).isEqualTo(best);
    assertThat(Forest.parse(model.text()).iterations()).isEqualTo(model.bestRound());
    assertSameBits(model, noise(200, 3));
  }

  @Test
  void withoutValidationRowsAllRoundsAreKept() {
    TrainedModel model = train(Task.BINARY, 2, mixed(300, 1), new EncodedRows(4), 12, 5, Map.of());
    assertThat(model.bestRound()).isEqualTo(12);
  }

  @Test
  void firstMetricDecidesAndMayGrow() {
    TrainedModel model =
        train(
            Task.BINARY,
            2,
            mixed(600, 1),
            mixed(300, 2),
            200,
            5,
            Map.of("metric", "auc,binary_logloss"));
    assertThat(model.bestRound()).isBetween(2, 199);
  }

  @Test
  void sameSeedGivesTheSameModel() {
    Map<String, String> bagging = Map.of("bagging_fraction", "0.5", "bagging_freq", "1");
    TrainedModel first = train(Task.BINARY, 2, mixed(300, 1), mixed(100, 2), 10, 0, bagging);
    TrainedModel second = train(Task.BINARY, 2, mixed(300, 1), mixed(100, 2), 10, 0, bagging);
    assertThat(second.text()).isEqualTo(first.text());
  }

  @Test
  void listenerEndsATraining() {
    TrainingSet set = set(Task.BINARY, 2, mixed(300, 1), mixed(100, 2));
    assertThatThrownBy(
            () ->
                TRAINER.train(
                    set,
                    new TrainingPlan(new HyperParameters(Map.of()), 100, 0, 1, 1),
                    (round, metrics) -> {
                      if (round == 3) {
                        throw new IllegalStateException("enough");
                      }
                    }))
        .hasMessage("enough");
  }

  @Test
  void lightGbmsOwnComplaintIsToldOn() {
    EncodedRows training = new EncodedRows(1);
    FeatureVector vector = new FeatureVector(1);
    for (int row = 0; row < 100; row++) {
      vector.clear();
      vector.set(0, row);
      training.add(vector, -1);
    }
    TrainingSet set =
        new TrainingSet(
            Task.REGRESSION,
            List.of("f0"),
            List.of(),
            new BitSet(),
            0,
            training,
            new EncodedRows(1));
    assertThatThrownBy(
            () ->
                TRAINER.train(
                    set,
                    new TrainingPlan(
                        new HyperParameters(Map.of("objective", "poisson")), 5, 0, 1, 1),
                    (round, metrics) -> {}))
        .isInstanceOf(LightGbmException.class)
        .hasMessageContaining("poisson");
  }

  private static TrainedModel train(
      Task task,
      int classes,
      EncodedRows training,
      EncodedRows validation,
      int rounds,
      int patience,
      Map<String, String> parameters) {
    TrainingPlan plan = new TrainingPlan(new HyperParameters(parameters), rounds, patience, 42, 1);
    return TRAINER.train(set(task, classes, training, validation), plan, (round, metrics) -> {});
  }

  private static TrainingSet set(
      Task task, int classes, EncodedRows training, EncodedRows validation) {
    List<String> names =
        IntStream.range(0, training.features()).mapToObj(place -> "f" + place).toList();
    BitSet all = new BitSet();
    all.set(0, training.features());
    return new TrainingSet(task, names, List.of(3), all, classes, training, validation);
  }

  /** Two numbers, one of them often missing, a zero-heavy one and a category. */
  private static EncodedRows mixed(int rows, long seed) {
    Random random = new Random(seed);
    EncodedRows encoded = new EncodedRows(4);
    FeatureVector vector = new FeatureVector(4);
    for (int row = 0; row < rows; row++) {
      vector.clear();
      double number = random.nextGaussian();
      int category = random.nextInt(6);
      vector.set(0, number);
      vector.set(1, random.nextInt(4) == 0 ? Double.NaN : random.nextGaussian());
      vector.set(2, random.nextInt(3) == 0 ? 0 : random.nextInt(5) - 2);
      vector.set(3, random.nextInt(10) == 0 ? Double.NaN : category);
      encoded.add(vector, number + (category % 2 == 0 ? 1 : -1) > 0 ? 1 : 0);
    }
    return encoded;
  }

  private static EncodedRows sparse(int rows, int width, long seed) {
    Random random = new Random(seed);
    EncodedRows encoded = new EncodedRows(width);
    FeatureVector vector = new FeatureVector(width);
    for (int row = 0; row < rows; row++) {
      vector.clear();
      int label = random.nextInt(3);
      for (int k = 0; k < 20; k++) {
        vector.add(random.nextInt(width), 1);
      }
      vector.set(3, random.nextInt(4));
      for (int k = 0; k < 3; k++) {
        vector.add(10 + label * 5 + random.nextInt(5), 1);
      }
      encoded.add(vector, label);
    }
    return encoded;
  }

  /** A weak signal in much noise, so that more rounds soon do harm. */
  private static EncodedRows noise(int rows, long seed) {
    Random random = new Random(seed);
    EncodedRows encoded = new EncodedRows(4);
    FeatureVector vector = new FeatureVector(4);
    for (int row = 0; row < rows; row++) {
      vector.clear();
      double number = random.nextGaussian();
      vector.set(0, number);
      vector.set(1, random.nextGaussian());
      vector.set(3, random.nextInt(3));
      encoded.add(vector, number + 3 * random.nextGaussian());
    }
    return encoded;
  }

  private static void assertSameBits(TrainedModel model, EncodedRows rows) {
    Forest forest = Forest.parse(model.text());
    double[][] native_ = TRAINER.rawScores(model.text(), rows);
    double[] own = new double[forest.outputs()];
    for (int row = 0; row < rows.rows(); row++) {
      forest.rawScores(vector(rows, row), own);
      assertThat(own).as("row %d", row).isEqualTo(native_[row]);
    }
  }

  private static double accuracy(TrainedModel model, EncodedRows rows) {
    Forest forest = Forest.parse(model.text());
    double[] own = new double[1];
    List<Boolean> right = new ArrayList<>();
    for (int row = 0; row < rows.rows(); row++) {
      forest.rawScores(vector(rows, row), own);
      right.add((own[0] > 0) == (rows.target(row) == 1));
    }
    return right.stream().filter(hit -> hit).count() / (double) rows.rows();
  }

  private static FeatureVector vector(EncodedRows rows, int row) {
    FeatureVector vector = new FeatureVector(rows.features());
    for (int entry = rows.start(row); entry < rows.start(row + 1); entry++) {
      vector.set(rows.index(entry), rows.value(entry));
    }
    return vector;
  }
}
