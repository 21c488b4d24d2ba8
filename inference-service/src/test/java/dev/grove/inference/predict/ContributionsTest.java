package dev.grove.inference.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FittedFeature;
import dev.grove.bundle.trees.Forest;
import dev.grove.inference.Bundles;
import dev.grove.inference.Refused;
import dev.grove.inference.serving.PromotedVersion;
import dev.grove.inference.serving.ServedModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContributionsTest {
  private static ServedModel served(ModelBundle bundle) {
    return new ServedModel(
        new PromotedVersion("m", "champion", "7", Instant.EPOCH), "digest", bundle, Instant.EPOCH);
  }

  private static JsonNode ask(ModelBundle bundle, String row, int topK) {
    return Asked.tree(
        Asked.one(
            served(bundle),
            Asked.body(row),
            new PredictOptions(topK, true, true, false)));
  }

  private static void addsUp(JsonNode explained) {
    double sum = explained.get("expectedValue").doubleValue();
    for (JsonNode column : explained.get("columns")) {
      sum += column.doubleValue();
    }
    assertThat(sum).isCloseTo(explained.get("rawScore").doubleValue(), within(1e-9));
  }

  @Test
  void columnsAddUpToTheRawScore() {
    for (ModelBundle bundle :
        List.of(Bundles.products(1), Bundles.labels(2), Bundles.values(3))) {
      for (String row :
          List.of("{}", "{\"price\":5}", "{\"price\":50,\"reviews\":7}", "{\"reviews\":500}")) {
        JsonNode answer = ask(bundle, row, 0);
        assertThat(answer.get("contributions")).hasSize(1);
        addsUp(answer.at("/contributions/0"));
        assertThat(answer.at("/contributions/0/columns")).hasSize(6);
        assertThat(answer.at("/contributions/0/columns/title").doubleValue()).isZero();
      }
    }
  }

  /** Each tree asks for the price first, and for the reviews only of what is dear. */
  @Test
  void aColumnContributesWhatItTells() {
    JsonNode cheap = ask(Bundles.values(1), "{\"price\":5}", 0).at("/contributions/0/columns");
    JsonNode dear =
        ask(Bundles.values(1), "{\"price\":50,\"reviews\":500}", 0).at("/contributions/0/columns");
    assertThat(cheap.get("price").doubleValue()).isNotZero();
    assertThat(dear.get("reviews").doubleValue()).isPositive();
  }

  @Test
  void binaryExplainsThePositiveClassAndMulticlassTheLabel() {
    JsonNode binary = ask(Bundles.labels(1), "{\"price\":5}", 0);
    assertThat(binary.at("/contributions/0/class").asText()).isEqualTo("yes");
    assertThat(binary.at("/contributions/0/rawScore")).isEqualTo(binary.at("/rawScores/0"));
    JsonNode multiclass = ask(Bundles.products(1), "{\"price\":5}", 0);
    assertThat(multiclass.at("/contributions/0/class")).isEqualTo(multiclass.get("label"));
    assertThat(ask(Bundles.values(1), "{}", 0).at("/contributions/0").has("class")).isFalse();
  }

  @Test
  void theMostProbableClassesAreExplainedInOrder() {
    JsonNode answer = ask(Bundles.products(1), "{\"price\":5}", 2);
    assertThat(answer.get("contributions")).hasSize(2);
    List<String> probable = new ArrayList<>();
    answer.get("probabilities").fieldNames().forEachRemaining(probable::add);
    for (int i = 0; i < 2; i++) {
      assertThat(answer.at("/contributions/" + i + "/class").asText()).isEqualTo(probable.get(i));
      addsUp(answer.at("/contributions/" + i));
    }
  }

  @Test
  void crossesAreSharedOutAmongTheirColumns() {
    InputSchema input =
        new InputSchema(
            List.of(
                new Column("a", ColumnType.STRING),
                new Column("b", ColumnType.STRING),
                new Column("c", ColumnType.DOUBLE)),
            new Cleaning(true, List.of("")));
    FeatureEncoding encoding =
        FeatureEncoding.of(
            input,
            List.of(
                new FittedFeature.Numeric("c", "none", null),
                new FittedFeature.Cross(
                    List.of("b", "c"), List.of(List.of(), List.of(1.0, 2.0)), 8),
                new FittedFeature.Text("a", "word", 1, 1, 4, true),
                new FittedFeature.TextStats("a", List.of())));
    double[] places = new double[1 + encoding.size()];
    for (int i = 0; i < encoding.size(); i++) {
      places[i + 1] = 1 << i;
    }
    double ofText = 0;
    for (int i = 2; i < encoding.size(); i++) {
      ofText += 1 << i;
    }
    assertThat(new ColumnContributions(encoding, input).of(places, 1))
        .containsExactly(ofText, 1, 2);
  }

  @Test
  void aForestThatCannotBeExplainedIsRefused() {
    String uncounted =
        Bundles.values(1).modelText().replace("internal_count=3 2", "internal_count=0 0")
            .replace("leaf_count=1 1 1", "leaf_count=0 0 0");
    Forest forest = Forest.parse(uncounted);
    Refused refused =
        catchThrowableOfType(Refused.class, () -> ContributionWriter.check(forest));
    assertThat(refused.field()).isEqualTo("contributions");
  }
}
