package dev.grove.bundle;

import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.bundle.trees.Forest;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * Who answers when the model does not: a small forest over the same encoded vector that looks only
 * at columns that are hardly ever missing, and after it what is known without any input.
 *
 * @param columns the input columns that the forest may look at
 * @param modelText LightGBM's own, from which {@code forest} was parsed
 * @param goldenScores LightGBM's raw scores of the bundle's golden rows, in their order
 */
public record Fallback(
    Prior prior,
    List<String> columns,
    String modelText,
    Forest forest,
    List<List<Double>> goldenScores) {
  public Fallback {
    Objects.requireNonNull(prior, "prior");
    Objects.requireNonNull(modelText, "modelText");
    Objects.requireNonNull(forest, "forest");
    columns = List.copyOf(columns);
    goldenScores = goldenScores.stream().map(List::copyOf).toList();
  }

  /**
   * @throws InvalidBundle naming the part that does not fit the bundle's others
   */
  void verify(InputSchema input, FeatureEncoding encoding, Labels labels, int goldenRows) {
    ModelBundle.verify(BundleFormat.FALLBACK_MODEL, forest, encoding, labels);
    if (!prior.suits(labels)) {
      throw new InvalidBundle(
          "%s: the prior has %d shares, but there are %d classes"
              .formatted(BundleFormat.FALLBACK, prior.shares().size(), labels.classes().size()));
    }
    for (String column : columns) {
      if (input.indexOf(column) < 0) {
        throw new InvalidBundle(
            BundleFormat.FALLBACK + ": '" + column + "' is not a column of the input");
      }
    }
    if (new HashSet<>(columns).size() < columns.size()) {
      throw new InvalidBundle(BundleFormat.FALLBACK + ": a column stands twice");
    }
    if (goldenScores.size() != goldenRows) {
      throw new InvalidBundle(
          "%s: %d goldenScores, but golden.json has %d rows"
              .formatted(BundleFormat.FALLBACK, goldenScores.size(), goldenRows));
    }
  }

  /**
   * @param vector the golden row's
   * @throws InvalidBundle if the forest does not give it LightGBM's scores, to the bit
   */
  void verifyGolden(int row, FeatureVector vector) {
    double[] scores = new double[forest.outputs()];
    forest.rawScores(vector, scores);
    if (!goldenScores.get(row).equals(DoubleStream.of(scores).boxed().toList())) {
      throw new InvalidBundle(
          BundleFormat.FALLBACK_MODEL + ": golden row " + row + " has other raw scores");
    }
  }
}
