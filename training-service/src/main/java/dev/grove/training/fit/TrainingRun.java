package dev.grove.training.fit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.bundle.BundleFormat;
import dev.grove.bundle.BundleManifest;
import dev.grove.bundle.Column;
import dev.grove.bundle.GoldenRow;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FeatureSpec;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.bundle.trees.Forest;
import dev.grove.bundle.trees.Scorer;
import dev.grove.training.evaluate.Evaluation;
import dev.grove.training.evaluate.Evaluator;
import dev.grove.training.evaluate.LeftOut;
import dev.grove.training.evaluate.SplitScores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** From a dataset's split to a verified bundle on disk: what a training process does. */
final class TrainingRun {
  private static final List<String> PARTS = List.of("train", "validation", "test");

  private final WorkerRequest request;
  private final JobFiles files;
  private final Trainer trainer;
  private final Clock clock;
  private final Consumer<WorkerEvent> listener;

  TrainingRun(
      WorkerRequest request,
      JobFiles files,
      Trainer trainer,
      Clock clock,
      Consumer<WorkerEvent> listener) {
    this.request = request;
    this.files = files;
    this.trainer = trainer;
    this.clock = clock;
    this.listener = listener;
  }

  /** The encoding, what it was made from, and what it was not made from. */
  private record Fitted(FeatureEncoding encoding, InputSchema input, List<LeftOut> leftOut) {}

  void run() throws IOException, DataServiceAway {
    SplitDownload download = new SplitDownload(request, files, new DataClient(request.dataUrl()));
    Dataset.Schema schema = download.schema();
    download.parts(PARTS);
    Column target =
        schema
            .column(request.target())
            .orElseThrow(() -> new InvalidParameter("target", "is no column of the dataset"));
    Targets targets = Targets.of(request.task(), target, targetValues(schema, target));
    Fitted fitted = fit(schema, target, targets);
    TrainedModel model = train(fitted, target, targets);
    finish(fitted, target, targets, model);
    JobFiles.delete(files.data());
  }

  private Path part(String part) {
    return files.data().resolve(part + ".csv");
  }

  private Set<String> targetValues(Dataset.Schema schema, Column target) throws IOException {
    Set<String> values = new HashSet<>();
    if (request.task().isClassification()) {
      for (String part : PARTS) {
        try (SplitReader reader = new SplitReader(part(part), schema.only(Set.of()), target)) {
          while (reader.next()) {
            values.add(reader.targetText());
          }
        }
      }
    }
    return values;
  }

  private Fitted fit(Dataset.Schema schema, Column target, Targets targets) throws IOException {
    FeatureSpec asked = request.features();
    InputSchema all = schema.inputs(target.name());
    InputSchema input = asked == null ? all : schema.only(FeatureColumns.of(asked));
    Set<String> asText = asked == null ? Set.of() : FeatureColumns.readAsText(asked);
    TrainingColumns columns;
    try (SplitReader reader = new SplitReader(part("train"), input, target)) {
      columns = TrainingColumns.read(reader, targets, asText);
    }
    if (columns.rows() == 0) {
      throw new InvalidParameter("version", "its training part has no row");
    }
    List<LeftOut> leftOut = new ArrayList<>();
    if (schema.key() != null && !schema.key().equals(target.name())) {
      leftOut.add(new LeftOut(schema.key(), LeftOut.KEY));
    }
    FeatureSpec spec = asked;
    if (spec == null) {
      GiveAway giveAway = new GiveAway(columns, request.task(), targets.labels().classes().size());
      SpecInference.Inferred inferred = new SpecInference(columns, giveAway).infer();
      spec = inferred.spec();
      leftOut.addAll(inferred.leftOut());
    } else {
      Set<String> used = FeatureColumns.of(asked);
      all.columns().stream()
          .filter(column -> !used.contains(column.name()))
          .forEach(column -> leftOut.add(new LeftOut(column.name(), "not asked for")));
    }
    FeatureEncoding encoding = new EncodingFitter(columns).fit(spec, schema);
    return new Fitted(encoding, schema.only(FeatureColumns.of(spec)), leftOut);
  }

  private TrainedModel train(Fitted fitted, Column target, Targets targets) throws IOException {
    TrainingSet set =
        new TrainingSet(
            request.task(),
            fitted.encoding().names(),
            Arrays.stream(fitted.encoding().categorical()).boxed().toList(),
            targets.labels().classes().size(),
            encode(fitted, "train", target, targets),
            encode(fitted, "validation", target, targets));
    TrainingPlan plan =
        new TrainingPlan(
            new HyperParameters(request.parameters()),
            request.rounds(),
            request.earlyStoppingRounds(),
            request.seed(),
            Runtime.getRuntime().availableProcessors());
    try (Writer rounds = Files.newBufferedWriter(files.rounds())) {
      return trainer.train(
          set,
          plan,
          (round, metrics) -> {
            Map<String, Double> named = new LinkedHashMap<>();
            metrics.forEach((name, value) -> named.put("validation." + name, value));
            WorkerEvent event = WorkerEvent.round(round, clock.millis(), named);
            append(rounds, event);
            listener.accept(event);
          });
    }
  }

  private static void append(Writer rounds, WorkerEvent event) {
    try {
      rounds.write(Worker.JSON.writeValueAsString(event) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EncodedRows encode(Fitted fitted, String part, Column target, Targets targets)
      throws IOException {
    EncodedRows rows = new EncodedRows(fitted.encoding().size());
    FeatureVector vector = new FeatureVector(fitted.encoding().size());
    try (SplitReader reader = new SplitReader(part(part), fitted.input(), target)) {
      while (reader.next()) {
        fitted.encoding().encode(reader.row(), vector);
        rows.add(vector, targets.of(reader));
      }
    }
    return rows;
  }

  private void finish(Fitted fitted, Column target, Targets targets, TrainedModel model)
      throws IOException {
    Forest forest = Forest.parse(model.text());
    GoldenRows golden = new GoldenRows(fitted.encoding(), fitted.input());
    Evaluator validation = judge(forest, fitted, "validation", target, targets, golden);
    Evaluator test = judge(forest, fitted, "test", target, targets, golden);
    Map<String, SplitScores> splits = new LinkedHashMap<>();
    splits.put("validation", validation.scores());
    splits.put("test", test.scores());
    Evaluation evaluation =
        new Evaluation(
            request.task(),
            model.rounds(),
            model.bestRound(),
            splits,
            test.confusion(),
            Evaluation.importances(
                fitted.encoding().names(), forest.gainImportance(), forest.splitImportance()),
            fitted.leftOut());
    List<GoldenRow> rows = golden.scored(trainer, model.text());
    ModelBundle bundle =
        new ModelBundle(
            fitted.input(),
            fitted.encoding(),
            targets.labels(),
            model.text(),
            forest,
            rows,
            Worker.JSON.<JsonNode>valueToTree(evaluation),
            lineage(model));
    String digest = BundleFormat.write(bundle, files.bundle());
    BundleFormat.read(files.bundle(), digest);
    Path unfinished = files.result().resolveSibling("result.unfinished");
    Worker.JSON.writeValue(
        unfinished.toFile(), new TrainingResult(digest, model.parameters(), evaluation));
    Files.move(unfinished, files.result());
  }

  private Evaluator judge(
      Forest forest, Fitted fitted, String part, Column target, Targets targets, GoldenRows golden)
      throws IOException {
    Evaluator evaluator = new Evaluator(targets.labels());
    FeatureVector vector = new FeatureVector(fitted.encoding().size());
    Scorer scorer = forest.scorer();
    double[] scores = new double[forest.outputs()];
    try (SplitReader reader = new SplitReader(part(part), fitted.input(), target)) {
      while (reader.next()) {
        fitted.encoding().encode(reader.row(), vector);
        golden.offer(reader, vector, part.equals("test"));
        scorer.rawScores(vector, scores);
        forest.objective().transform(scores);
        evaluator.add(scores, targets.of(reader));
      }
    }
    return evaluator;
  }

  private BundleManifest.Lineage lineage(TrainedModel model) {
    return new BundleManifest.Lineage(
        request.dataset(),
        request.version(),
        request.split(),
        request.id(),
        request.codeVersion(),
        trainer.version(),
        model.parameters());
  }
}
