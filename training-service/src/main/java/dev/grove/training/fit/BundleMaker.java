package dev.grove.training.fit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.bundle.BundleFormat;
import dev.grove.bundle.BundleManifest;
import dev.grove.bundle.Fallback;
import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Prediction;
import dev.grove.bundle.drift.ReferenceBuilder;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.bundle.trees.Forest;
import dev.grove.training.evaluate.Evaluation;
import dev.grove.training.evaluate.Evaluator;
import dev.grove.training.evaluate.SplitScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Judges a trained model on the held-out parts, and leaves it as a bundle that is verified. */
final class BundleMaker {
  private final WorkerRequest request;
  private final SplitFiles split;
  private final Fitted fitted;
  private final Targets targets;
  private final Trainer trainer;

  BundleMaker(
      WorkerRequest request, SplitFiles split, Fitted fitted, Targets targets, Trainer trainer) {
    this.request = request;
    this.split = split;
    this.fitted = fitted;
    this.targets = targets;
    this.trainer = trainer;
  }

  /**
   * Writes the bundle and, when it is whole, the job's result.
   *
   * @param reference which has seen the training rows
   */
  void make(TrainedModel model, ReferenceBuilder reference) throws IOException {
    Forest forest = Forest.parse(model.text());
    Forest small = Forest.parse(model.fallbackText());
    GoldenRows golden = new GoldenRows(fitted.encoding(), fitted.input());
    Judged validation = judge(forest, small, SplitFiles.VALIDATION, golden, reference);
    Judged test = judge(forest, small, SplitFiles.TEST, golden, reference);
    if (validation.rows() + test.rows() == 0) {
      throw new InvalidParameter("group", "makes too few groups: none is left to judge a model by");
    }
    Evaluation evaluation =
        new Evaluation(
            request.task(),
            model.rounds(),
            model.bestRound(),
            splits(validation.model(), test.model()),
            test.model().confusion(),
            Evaluation.importances(
                fitted.encoding().names(), forest.gainImportance(), forest.splitImportance()),
            fitted.leftOut(),
            new Evaluation.Fallback(
                fitted.mostPresent(),
                small.iterations(),
                splits(validation.fallback(), test.fallback())));
    ModelBundle bundle =
        new ModelBundle(
            fitted.input(),
            fitted.encoding(),
            targets.labels(),
            model.text(),
            forest,
            golden.scored(trainer, model.text()),
            Worker.JSON.<JsonNode>valueToTree(evaluation),
            lineage(model),
            new Fallback(
                fitted.prior(),
                fitted.mostPresent(),
                model.fallbackText(),
                small,
                golden.scores(trainer, model.fallbackText())),
            reference.build());
    JobFiles files = split.files();
    String digest = BundleFormat.write(bundle, files.bundle());
    Path unfinished = files.result().resolveSibling("result.unfinished");
    Worker.JSON.writeValue(
        unfinished.toFile(), new TrainingResult(digest, model.parameters(), evaluation));
    Files.move(unfinished, files.result());
  }

  private static Map<String, SplitScores> splits(Evaluator validation, Evaluator test) {
    Map<String, SplitScores> splits = new LinkedHashMap<>();
    splits.put(SplitFiles.VALIDATION, validation.scores());
    splits.put(SplitFiles.TEST, test.scores());
    return splits;
  }

  /** How well both forests did on the same rows. */
  private record Judged(Evaluator model, Evaluator fallback) {
    long rows() {
      return model.scores().rows();
    }
  }

  private Judged judge(
      Forest forest, Forest small, String part, GoldenRows golden, ReferenceBuilder reference)
      throws IOException {
    Judged judged = new Judged(new Evaluator(targets.labels()), new Evaluator(targets.labels()));
    FeatureVector vector = new FeatureVector(fitted.encoding().size());
    double[] scores = new double[forest.outputs()];
    try (SplitReader reader = split.read(part, fitted.input())) {
      while (reader.next()) {
        fitted.encoding().encode(reader.row(), vector);
        golden.offer(reader, vector, part.equals(SplitFiles.TEST));
        double truth = targets.of(reader);
        forest.rawScores(vector, scores);
        reference.prediction(Prediction.of(targets.labels(), forest.objective(), scores));
        forest.objective().transform(scores);
        judged.model().add(scores, truth, reader.group());
        small.rawScores(vector, scores);
        small.objective().transform(scores);
        judged.fallback().add(scores, truth, reader.group());
      }
    }
    return judged;
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
