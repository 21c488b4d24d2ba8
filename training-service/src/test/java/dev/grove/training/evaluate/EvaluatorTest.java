package dev.grove.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.bundle.Labels;
import dev.grove.bundle.Task;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The expected figures are scikit-learn 1.9's for the same rows. */
class EvaluatorTest {
  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void multiclassScoresAreScikitLearns() {
    Evaluator evaluator =
        new Evaluator(new Labels(Task.MULTICLASS, "y", List.of("a", "b", "c", "never")));
    int[] truth = {0, 0, 1, 1, 2, 2, 2, 0};
    double[][] predictions = {
      {.7, .2, .1, 0}, {.3, .5, .2, 0}, {.1, .8, .1, 0}, {.25, .25, .5, 0},
      {.2, .2, .6, 0}, {.1, .1, .8, 0}, {.5, .3, .2, 0}, {.9, .05, .05, 0}
    };
    for (int row = 0; row < truth.length; row++) {
      evaluator.add(predictions[row], truth[row]);
    }
    SplitScores scores = evaluator.scores();
    assertThat(scores.rows()).isEqualTo(8);
    assertThat(scores.accuracy()).isEqualTo(0.625);
    assertThat(scores.auc()).isNull();
    assertThat(scores.logLoss()).isCloseTo(0.702356657983862, EXACT);
    assertThat(scores.f1().weighted()).isCloseTo(0.625, EXACT);
    assertThat(scores.precision().macro()).isCloseTo(0.611111111111111, EXACT);
    assertThat(scores.recall().macro()).isCloseTo(0.611111111111111, EXACT);
    assertThat(scores.classes().get(0))
        .isEqualTo(new ClassScores("a", 2 / 3.0, 2 / 3.0, 2 / 3.0, 3));
    assertThat(scores.classes().get(3)).isEqualTo(new ClassScores("never", 0, 0, 0, 0));
    assertThat(evaluator.confusion().counts())
        .isDeepEqualTo(new long[][] {{2, 1, 0, 0}, {0, 1, 1, 0}, {1, 0, 2, 0}, {0, 0, 0, 0}});
  }

  @Test
  void binaryScoresAreScikitLearnsWithTies() {
    Evaluator evaluator = new Evaluator(new Labels(Task.BINARY, "y", List.of("no", "yes")));
    int[] truth = {0, 1, 1, 0, 1, 0, 0, 1, 1, 0};
    double[] positive = {.1, .4, .35, .8, .8, .2, .35, .9, .6, .4};
    for (int row = 0; row < truth.length; row++) {
      evaluator.add(new double[] {positive[row]}, truth[row]);
    }
    SplitScores scores = evaluator.scores();
    assertThat(scores.auc()).isCloseTo(0.78, EXACT);
    assertThat(scores.logLoss()).isCloseTo(0.5684993066375441, EXACT);
    assertThat(scores.accuracy()).isEqualTo(0.7);
    assertThat(scores.precision().weighted()).isCloseTo(0.7083333333333333, EXACT);
    assertThat(scores.f1().weighted()).isCloseTo(0.696969696969697, EXACT);
  }

  @Test
  void regressionScoresAreScikitLearns() {
    Evaluator evaluator = new Evaluator(new Labels(Task.REGRESSION, "y", List.of()));
    double[] truth = {3, -0.5, 2, 7};
    double[] predicted = {2.5, 0, 2, 8};
    for (int row = 0; row < truth.length; row++) {
      evaluator.add(new double[] {predicted[row]}, truth[row]);
    }
    SplitScores scores = evaluator.scores();
    assertThat(scores.rmse()).isCloseTo(0.6123724356957945, EXACT);
    assertThat(scores.mae()).isEqualTo(0.5);
    assertThat(scores.r2()).isCloseTo(0.9486081370449679, EXACT);
    assertThat(scores.accuracy()).isNull();
    assertThat(evaluator.confusion()).isNull();
  }

  @Test
  void whatCannotBeMeasuredIsAbsent() {
    assertThat(Auc.of(new double[] {0.1, 0.2}, new boolean[] {true, true})).isNull();
    Evaluator empty = new Evaluator(new Labels(Task.BINARY, "y", List.of("no", "yes")));
    assertThat(empty.scores().rows()).isZero();
    assertThat(empty.scores().accuracy()).isNull();
    Evaluator constant = new Evaluator(new Labels(Task.REGRESSION, "y", List.of()));
    constant.add(new double[] {1}, 2);
    assertThat(constant.scores().r2()).isNull();
  }

  @Test
  void confidentMistakeCostsALotButNotInfinity() {
    Evaluator evaluator = new Evaluator(new Labels(Task.BINARY, "y", List.of("no", "yes")));
    evaluator.add(new double[] {1}, 0);
    assertThat(evaluator.scores().logLoss()).isBetween(30.0, 40.0);
  }

  /** Two groups whose rows come mixed; the figures are scikit-learn's ndcg_score on 2^g - 1. */
  @Test
  void rankingIsJudgedGroupByGroup() {
    Evaluator evaluator = new Evaluator(new Labels(Task.RANKING, "y", List.of()));
    assertThat(evaluator.scores().ndcg()).isNull();
    double[][] rows = {{0.1, 3, 0}, {5, 0, 1}, {0.9, 0, 0}, {4, 1, 1}, {0.5, 2, 0}};
    for (double[] row : rows) {
      evaluator.add(new double[] {row[0]}, row[1], "group " + row[2]);
    }
    double first = (3 / log2(3) + 7 / log2(4)) / (7 / log2(2) + 3 / log2(3));
    double second = 1 / log2(3);
    assertThat(evaluator.scores().ndcg()).isCloseTo((first + second) / 2, within(1e-12));
    evaluator.add(new double[] {1}, 0, "nothing to gain");
    assertThat(evaluator.scores().ndcg()).isCloseTo((first + second + 1) / 3, within(1e-12));
    assertThat(evaluator.scores().rows()).isEqualTo(6);
    assertThat(evaluator.scores().rmse()).isNull();
    assertThat(evaluator.confusion()).isNull();
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  @Test
  void evaluationHasItsContractedForm() throws Exception {
    Evaluator evaluator = new Evaluator(new Labels(Task.BINARY, "y", List.of("no", "yes")));
    evaluator.add(new double[] {0.2}, 0);
    evaluator.add(new double[] {0.9}, 1);
    Evaluation evaluation =
        new Evaluation(
            Task.BINARY,
            9,
            7,
            Map.of("test", evaluator.scores()),
            evaluator.confusion(),
            Evaluation.importances(
                List.of("a", "b", "c"), new double[] {1, 5, 0}, new long[] {2, 3, 0}),
            List.of(new LeftOut("id", LeftOut.KEY)),
            new Evaluation.Fallback(List.of("a"), 4, Map.of("test", evaluator.scores())));
    JsonNode json = new ObjectMapper().valueToTree(evaluation);
    assertThat(json.at("/task").asText()).isEqualTo("binary");
    assertThat(json.at("/bestRound").asInt()).isEqualTo(7);
    assertThat(json.at("/splits/test/auc").asDouble()).isEqualTo(1);
    assertThat(json.at("/splits/test").has("rmse")).isFalse();
    assertThat(json.at("/splits/test/precision/weighted").asDouble()).isEqualTo(1);
    assertThat(json.at("/confusion").toString())
        .isEqualTo("{\"labels\":[\"no\",\"yes\"],\"counts\":[[1,0],[0,1]]}");
    assertThat(json.at("/importances").toString())
        .isEqualTo(
            "[{\"feature\":\"b\",\"gain\":5.0,\"splits\":3},"
                + "{\"feature\":\"a\",\"gain\":1.0,\"splits\":2}]");
    assertThat(json.at("/leftOut").toString())
        .isEqualTo("[{\"column\":\"id\",\"reason\":\"key\"}]");
    assertThat(json.at("/fallback/columns").toString()).isEqualTo("[\"a\"]");
    assertThat(json.at("/fallback/rounds").asInt()).isEqualTo(4);
    assertThat(json.at("/fallback/splits/test/accuracy").asDouble()).isEqualTo(1);
    assertThat(new ObjectMapper().treeToValue(json, Evaluation.class).bestRound()).isEqualTo(7);
  }
}
