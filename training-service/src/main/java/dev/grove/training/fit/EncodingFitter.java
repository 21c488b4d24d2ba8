package dev.grove.training.fit;

import dev.grove.bundle.ColumnType;
import dev.grove.bundle.features.Feature;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FeatureSpec;
import dev.grove.bundle.features.FittedFeature;
import dev.grove.bundle.features.NumericTransform;
import dev.grove.training.fit.ColumnValues.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Fits what features need from training rows: vocabularies, medians, quantile edges. */
final class EncodingFitter {
  private final TrainingColumns columns;

  EncodingFitter(TrainingColumns columns) {
    this.columns = columns;
  }

  /**
   * The fitted encoding over the columns that it uses, in their order.
   *
   * @param schema the dataset's
   */
  FeatureEncoding fit(FeatureSpec spec, Dataset.Schema schema) {
    return FeatureEncoding.of(
        schema.only(FeatureColumns.of(spec)), spec.features().stream().map(this::fit).toList());
  }

  private FittedFeature fit(Feature feature) {
    if (feature instanceof Feature.Numeric numeric && numeric.missing().equals("median")) {
      return new FittedFeature.Numeric(
          numeric.column(), numeric.transform(), median(numeric.column(), numeric.transform()));
    }
    if (feature instanceof Feature.Category category) {
      return new FittedFeature.Category(
          category.column(),
          columns.texts(category.column()).dictionary().stream()
              .sorted(Targets.BY_CODE_POINT)
              .toList());
    }
    if (feature instanceof Feature.Cross cross) {
      return new FittedFeature.Cross(
          cross.columns(),
          cross.columns().stream()
              .map(column -> edges(columns.numbers(column), cross.bins()))
              .toList(),
          cross.buckets());
    }
    return unfitted(feature);
  }

  /** The feature with nothing learnt. */
  static FittedFeature unfitted(Feature feature) {
    if (feature instanceof Feature.Numeric numeric) {
      return new FittedFeature.Numeric(numeric.column(), numeric.transform(), null);
    } else if (feature instanceof Feature.Category category) {
      return new FittedFeature.Category(category.column(), List.of());
    } else if (feature instanceof Feature.Hash hash) {
      return new FittedFeature.Hash(hash.column(), hash.buckets());
    } else if (feature instanceof Feature.Cross cross) {
      return new FittedFeature.Cross(
          cross.columns(),
          cross.columns().stream().map(column -> List.<Double>of()).toList(),
          cross.buckets());
    } else if (feature instanceof Feature.Text text) {
      return new FittedFeature.Text(
          text.column(),
          text.analyzer(),
          text.ngramMin(),
          text.ngramMax(),
          text.buckets(),
          text.lowercase());
    }
    Feature.TextStats stats = (Feature.TextStats) feature;
    return new FittedFeature.TextStats(stats.column(), stats.keywords());
  }

  /**
   * The lower median of what the transform makes of the column, so that it is a value that was
   * there; null if none was.
   */
  private Double median(String column, String transform) {
    NumericTransform how = NumericTransform.ofWireName(transform);
    ColumnType type = columns.input().columns().get(columns.input().indexOf(column)).type();
    double[] values =
        Arrays.stream(columns.numbers(column).sorted())
            .map(value -> how.apply(value, type))
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray();
    return values.length == 0 ? null : values[(values.length - 1) / 2];
  }

  private static List<Double> edges(Numbers numbers, int bins) {
    if (numbers == null) {
      return List.of();
    }
    double[] sorted = numbers.sorted();
    Set<Double> edges = new TreeSet<>();
    for (int bin = 1; bin < bins && sorted.length > 0; bin++) {
      edges.add(sorted[(int) ((long) bin * (sorted.length - 1) / bins)]);
    }
    return new ArrayList<>(edges);
  }
}
