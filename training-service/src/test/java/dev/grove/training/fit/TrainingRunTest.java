package dev.grove.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.bundle.BundleFormat;
import dev.grove.bundle.Fallback;
import dev.grove.bundle.GoldenRow;
import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Prior;
import dev.grove.bundle.Row;
import dev.grove.bundle.Task;
import dev.grove.bundle.drift.ColumnReference;
import dev.grove.bundle.drift.ReferenceProfile;
import dev.grove.bundle.features.Feature;
import dev.grove.bundle.features.FeatureSpec;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.training.Neighbours;
import dev.grove.training.evaluate.Evaluation;
import dev.grove.training.evaluate.LeftOut;
import dev.grove.training.evaluate.SplitScores;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings in this process, on splits that a real data-service made. */
class TrainingRunTest {
  private static Neighbours neighbours;
  private static String version;

  @TempDir Path directory;

  private final List<WorkerEvent> events = new ArrayList<>();

  @BeforeAll
  static void loadOffers() throws Exception {
    assumeTrue(Neighbours.built(), "data-service and registry-service are not built");
    neighbours = Neighbours.start("run");
    JsonNode answer =
        new ObjectMapper()
            .readTree(neighbours.load("offers", "key=id&target=kind", Neighbours.offers(900)));
    version = answer.path("version").asText();
  }

  @AfterAll
  static void stop() throws Exception {
    if (neighbours != null) {
      neighbours.close();
    }
  }

  @Test
  void infersTrainsJudgesAndLeavesAVerifiedBundle() throws Exception {
    JobFiles files = run("kind", Task.MULTICLASS, null);
    TrainingResult result = Worker.JSON.readValue(files.result().toFile(), TrainingResult.class);
    Evaluation evaluation = result.evaluation();
    assertThat(evaluation.splits().get("test").accuracy()).isBetween(0.8, 1.0);
    assertThat(evaluation.splits().get("test").rows()).isBetween(130L, 140L);
    assertThat(evaluation.leftOut()).contains(new LeftOut("id", LeftOut.KEY));
    assertThat(evaluation.importances()).isNotEmpty();
    assertThat(evaluation.rounds()).isEqualTo(events.size());
    assertThat(events.get(0).metrics()).containsOnlyKeys("validation.multi_logloss");
    assertThat(Files.readAllLines(files.rounds())).hasSize(evaluation.rounds());
    assertThat(files.data()).doesNotExist();

    ModelBundle bundle = BundleFormat.read(files.bundle(), result.manifestSha256());
    assertThat(bundle.labels().classes()).containsExactly("camera", "fridge", "phone");
    assertThat(bundle.forest().iterations()).isEqualTo(evaluation.bestRound());
    assertThat(bundle.lineage().runId()).isEqualTo("0".repeat(32));
    assertThat(bundle.lineage().lightgbmVersion()).isEqualTo("4.3.0");
    assertThat(bundle.input().columns()).extracting("name").doesNotContain("id", "kind");
    assertThat(bundle.golden()).hasSizeBetween(10, 20);
    assertThat(bundle.golden()).anyMatch(row -> row.raw().containsValue(null));

    // The price is missing in every ninth row, so the fallback must do without it.
    Fallback fallback = bundle.fallback();
    assertThat(fallback.columns()).containsExactly("title", "shop", "seen", "rank");
    assertThat(evaluation.fallback().columns()).isEqualTo(fallback.columns());
    assertThat(evaluation.fallback().rounds()).isEqualTo(fallback.forest().iterations());
    SplitScores judged = evaluation.fallback().splits().get("test");
    assertThat(judged.rows()).isEqualTo(evaluation.splits().get("test").rows());
    assertThat(judged.accuracy()).isBetween(0.6, 1.0);
    long[] splits = fallback.forest().splitImportance();
    int price = bundle.encoding().names().indexOf("price");
    assertThat(splits[price]).isZero();
    assertThat(bundle.forest().splitImportance()[price]).isPositive();
    assertThat(LongStream.of(splits).sum()).isPositive();
    assertThat(fallback.prior().shares()).allMatch(share -> share > 0.25 && share < 0.4);

    ReferenceProfile reference = bundle.reference();
    long heldOut = evaluation.splits().values().stream().mapToLong(SplitScores::rows).sum();
    assertThat(reference.rows()).isEqualTo(900 - heldOut);
    assertThat(reference.heldOutRows()).isEqualTo(heldOut);
    assertThat(reference.inputs())
        .extracting(ColumnReference::column)
        .containsOnly("title", "shop", "price", "seen", "rank");
    ColumnReference.Categories predicted = (ColumnReference.Categories) reference.prediction();
    assertThat(predicted.values()).containsExactlyInAnyOrder("camera", "fridge", "phone");
    assertThat(predicted.counts().stream().mapToLong(count -> count).sum()).isEqualTo(heldOut);
    assertThat(reference.confidence().counts().stream().mapToLong(count -> count).sum())
        .isEqualTo(heldOut);
  }

  @Test
  void goldenRowsHoldUnseenCategories() throws Exception {
    FeatureSpec spec =
        new FeatureSpec(
            List.of(new Feature.Category("title"), new Feature.Numeric("price", null, "median")));
    JobFiles files = run("kind", Task.MULTICLASS, spec);
    ModelBundle bundle = BundleFormat.read(files.bundle(), null);
    assertThat(bundle.golden()).extracting(GoldenRow::values).anyMatch(row -> row.contains(null));
    assertThat(bundle.input().columns()).extracting("name").containsExactly("title", "price");
    assertThat(bundle.evaluation().path("leftOut").toString()).contains("not asked for");
  }

  @Test
  void regressionHasItsOwnFigures() throws Exception {
    JobFiles files = run("rank", Task.REGRESSION, null);
    TrainingResult result = Worker.JSON.readValue(files.result().toFile(), TrainingResult.class);
    assertThat(result.evaluation().splits().get("test").r2()).isBetween(0.5, 1.0);
    assertThat(result.evaluation().confusion()).isNull();
    assertThat(result.evaluation().fallback().splits().get("test").r2()).isBetween(0.1, 1.0);
    ModelBundle bundle = BundleFormat.read(files.bundle(), null);
    assertThat(bundle.reference().prediction()).isInstanceOf(ColumnReference.Numbers.class);
    assertThat(bundle.reference().confidence()).isNull();
    Prior prior = bundle.fallback().prior();
    assertThat(prior.shares()).isEmpty();
    assertThat(prior.mean()).isBetween(10.0, 14.0);
    assertThat(prior.median()).isBetween(10.0, 14.0);
  }

  /** {@code 999} is no null token where {@code 999.0} is one, but what the split then holds is. */
  @Test
  void storedValuesThatLookLikeNullTokensStayValues() throws Exception {
    StringBuilder csv = new StringBuilder("weight,kind\n");
    for (int row = 0; row < 400; row++) {
      csv.append(row % 2 == 0 ? "999,heavy\n" : row % 10 + ".5,light\n");
    }
    JsonNode answer =
        new ObjectMapper()
            .readTree(neighbours.load("weights", "target=kind&nullToken=999.0", csv.toString()));
    FeatureSpec spec = new FeatureSpec(List.of(new Feature.Numeric("weight", null, "median")));
    JobFiles files =
        run("weights", answer.path("version").asText(), "kind", Task.BINARY, null, spec);
    ModelBundle bundle = BundleFormat.read(files.bundle(), null);
    Row row = bundle.input().newRow();
    row.setText(0, "999");
    FeatureVector vector = new FeatureVector(bundle.encoding().size());
    bundle.encoding().encode(row, vector);
    double[] scores = new double[1];
    bundle.forest().rawScores(vector, scores);
    assertThat(scores[0]).as("raw score of light").isNegative();
    assertThat(bundle.golden())
        .isNotEmpty()
        .noneMatch(golden -> "999.0".equals(golden.raw().get("weight")));
  }

  /** Sixty searches with ten results each, of which the nearer and cheaper ones were liked. */
  @Test
  void rankingKeepsGroupsTogetherAndOrdersThem() throws Exception {
    Random random = new Random(5);
    StringBuilder csv = new StringBuilder("search,near,price,note,liked\n");
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < 600; row++) {
      int near = random.nextInt(100);
      int price = random.nextInt(100);
      int liked = Math.max(0, (near - price + 40) / 35);
      String note = random.nextInt(5) == 0 ? "" : "n" + random.nextInt(3);
      rows.add("s" + row % 60 + "," + near + "," + price + "," + note + "," + liked + "\n");
    }
    Collections.shuffle(rows, random);
    rows.forEach(csv::append);
    JsonNode answer =
        new ObjectMapper().readTree(neighbours.load("searches", "target=liked", csv.toString()));
    JobFiles files =
        run("searches", answer.path("version").asText(), "liked", Task.RANKING, "search", null);
    Evaluation evaluation =
        Worker.JSON.readValue(files.result().toFile(), TrainingResult.class).evaluation();
    assertThat(evaluation.splits().get("test").ndcg()).isBetween(0.9, 1.0);
    assertThat(evaluation.splits().get("test").rmse()).isNull();
    assertThat(evaluation.splits().get("test").rows() % 10).as("whole groups").isZero();
    assertThat(evaluation.splits().get("validation").rows() % 10).isZero();
    assertThat(evaluation.fallback().splits().get("test").ndcg()).isBetween(0.7, 1.0);
    assertThat(evaluation.leftOut()).contains(new LeftOut("search", "group"));
    assertThat(events.get(0).metrics()).containsOnlyKeys("validation.ndcg_at_10");
    assertThat(events.get(evaluation.bestRound() - 1).metrics().get("validation.ndcg_at_10"))
        .as("LightGBM's own figure")
        .isCloseTo(evaluation.splits().get("validation").ndcg(), within(1e-9));
    ModelBundle bundle = BundleFormat.read(files.bundle(), null);
    assertThat(bundle.labels().task()).isEqualTo(Task.RANKING);
    assertThat(bundle.input().columns()).extracting("name").doesNotContain("search", "liked");
    assertThat(bundle.forest().objective().name()).isEqualTo("lambdarank");
  }

  @Test
  void whatDoesNotFitIsTold() {
    assertThatThrownBy(() -> run("kind", Task.BINARY, null))
        .isInstanceOf(InvalidParameter.class)
        .hasMessageContaining("3 classes");
    assertThatThrownBy(() -> run("kind", Task.REGRESSION, null))
        .isInstanceOf(InvalidParameter.class)
        .hasMessageContaining("no numbers");
    assertThatThrownBy(() -> run("nothing", Task.BINARY, null))
        .isInstanceOf(InvalidParameter.class)
        .hasMessageContaining("no column");
  }

  private JobFiles run(String target, Task task, FeatureSpec features) throws Exception {
    return run("offers", version, target, task, null, features);
  }

  private JobFiles run(
      String dataset, String version, String target, Task task, String group, FeatureSpec features)
      throws Exception {
    JobFiles files = new JobFiles(Files.createTempDirectory(directory, "job"));
    URI url = neighbours.dataUrl();
    WorkerRequest request =
        new WorkerRequest(
            "0".repeat(32),
            url,
            "request",
            dataset,
            version,
            "default",
            target,
            task,
            group,
            features,
            Map.of("num_threads", "1", "min_data_in_leaf", "5"),
            12,
            5,
            1,
            "test");
    new TrainingRun(request, files, new LightGbmTrainer(), Clock.systemUTC(), events::add).run();
    return files;
  }
}
