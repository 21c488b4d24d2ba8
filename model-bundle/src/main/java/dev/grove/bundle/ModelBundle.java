package dev.grove.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.bundle.drift.ReferenceProfile;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.bundle.trees.Forest;
import dev.grove.bundle.trees.Scorer;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A model with everything that is needed to serve it: raw row in, prediction out. Immutable and
 * thread-safe.
 *
 * @param modelText LightGBM's own, from which {@code forest} was parsed
 * @param evaluation {@code evaluation.json} as it stands
 * @param fallback null in bundles made before there was one
 * @param reference what drift is measured against; null in bundles made before there was one
 */
public record ModelBundle(
    InputSchema input,
    FeatureEncoding encoding,
    Labels labels,
    String modelText,
    Forest forest,
    List<GoldenRow> golden,
    JsonNode evaluation,
    BundleManifest.Lineage lineage,
    Fallback fallback,
    ReferenceProfile reference) {
  /** More golden rows than this are not taken. */
  public static final int MAX_GOLDEN = 1_000;

  /** Golden rows that a forest is timed by have so many places together, at most: 32 MB. */
  private static final int MOST_PLACES_TIMED = 1 << 22;

  private static final Set<String> MULTICLASS = Set.of("multiclass", "multiclassova");
  private static final Set<String> RANKING = Set.of("lambdarank", "rank_xendcg");

  public ModelBundle {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(encoding, "encoding");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(modelText, "modelText");
    Objects.requireNonNull(forest, "forest");
    Objects.requireNonNull(evaluation, "evaluation");
    Objects.requireNonNull(lineage, "lineage");
    golden = List.copyOf(golden);
  }

  /** A bundle without what serving can do without. */
  public ModelBundle(
      InputSchema input,
      FeatureEncoding encoding,
      Labels labels,
      String modelText,
      Forest forest,
      List<GoldenRow> golden,
      JsonNode evaluation,
      BundleManifest.Lineage lineage) {
    this(input, encoding, labels, modelText, forest, golden, evaluation, lineage, null, null);
  }

  /** This with a reference for drift, or with none. */
  public ModelBundle withReference(ReferenceProfile other) {
    return new ModelBundle(
        input, encoding, labels, modelText, forest, golden, evaluation, lineage, fallback, other);
  }

  /**
   * Checks that the parts fit together, then encodes and scores each golden row and compares bit
   * for bit.
   *
   * @throws InvalidBundle naming the parts that do not fit, or the first row that differs
   */
  public void verify() {
    verify(BundleFormat.MODEL, forest, encoding, labels);
    if (golden.isEmpty() || golden.size() > MAX_GOLDEN) {
      throw new InvalidBundle(
          "golden.json: %d rows, but 1 to %d must stand".formatted(golden.size(), MAX_GOLDEN));
    }
    if (fallback != null) {
      fallback.verify(input, encoding, labels, golden.size());
    }
    if (reference != null) {
      verifyReference();
    }
    Row row = input.newRow();
    FeatureVector vector = encoding.newVector();
    Scorer scorer = forest.scorer();
    for (int i = 0; i < golden.size(); i++) {
      verify(i, row, vector, scorer);
    }
  }

  /**
   * The same bundle, whose forest is laid out as is fastest for its golden rows on this machine.
   * Only for a bundle that was verified.
   */
  ModelBundle tuned() {
    int timed = Math.max(1, Math.min(16, MOST_PLACES_TIMED / forest.features()));
    List<FeatureVector> rows =
        golden.stream().limit(timed).map(row -> row.vector(forest.features())).toList();
    return new ModelBundle(
        input,
        encoding,
        labels,
        modelText,
        forest.fastestFor(rows),
        golden,
        evaluation,
        lineage,
        fallback,
        reference);
  }

  private void verifyReference() {
    try {
      reference.check(input, labels);
    } catch (IllegalArgumentException e) {
      throw new InvalidBundle(BundleFormat.REFERENCE + ": " + e.getMessage(), e);
    }
  }

  private void verify(int index, Row row, FeatureVector vector, Scorer scorer) {
    GoldenRow expected = golden.get(index);
    try {
      expected.fill(row);
    } catch (InvalidValue e) {
      throw new InvalidBundle("golden.json: row " + index + ": " + e.getMessage(), e);
    }
    encoding.encode(row, vector);
    if (!expected.encodesTo(vector)) {
      throw new InvalidBundle("golden.json: row " + index + " encodes to another vector");
    }
    double[] scores = new double[forest.outputs()];
    scorer.rawScores(vector, scores);
    if (!expected.scoresTo(scores)) {
      throw new InvalidBundle("golden.json: row " + index + " has other raw scores");
    }
    if (fallback != null) {
      fallback.verifyGolden(index, vector);
    }
  }

  /**
   * @param file the forest's, which a refusal names
   */
  static void verify(String file, Forest forest, FeatureEncoding encoding, Labels labels) {
    // Training always hands LightGBM the whole vector, so that a model of another width was
    // trained on another encoding.
    if (forest.features() != encoding.size()) {
      throw new InvalidBundle(
          "%s: %d features, but encoding.json makes %d"
              .formatted(file, forest.features(), encoding.size()));
    }
    if (forest.outputs() != labels.outputs()) {
      throw new InvalidBundle(
          "%s: %d outputs, but labels.json asks for %d"
              .formatted(file, forest.outputs(), labels.outputs()));
    }
    String objective = forest.objective().name();
    if (!suits(objective, labels.task())) {
      throw new InvalidBundle(
          "%s: the objective '%s' does not suit the task %s"
              .formatted(file, objective, labels.task().wireName()));
    }
  }

  private static boolean suits(String objective, Task task) {
    return switch (task) {
      case BINARY -> objective.equals("binary");
      case MULTICLASS -> MULTICLASS.contains(objective);
      case RANKING -> RANKING.contains(objective);
      case REGRESSION ->
          !objective.equals("binary")
              && !MULTICLASS.contains(objective)
              && !RANKING.contains(objective);
    };
  }
}
