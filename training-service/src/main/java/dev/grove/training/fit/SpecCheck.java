package dev.grove.training.fit;

import dev.grove.bundle.Column;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.features.Feature;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FeatureSpec;
import java.util.List;
import java.util.Set;

/** Tells whether features can be fitted on a dataset, before anything is read of it. */
public final class SpecCheck {
  private static final int MAX_FEATURES = 10_000;
  private static final int MAX_BINS = 255;

  private SpecCheck() {}

  /**
   * @param input what a model may see
   * @throws InvalidParameter naming the feature that cannot be fitted
   */
  public static void check(FeatureSpec spec, InputSchema input) {
    if (spec.features().isEmpty() || spec.features().size() > MAX_FEATURES) {
      throw new InvalidParameter(
          "features.features", "must name from 1 to " + MAX_FEATURES + " features");
    }
    List<String> known = input.columns().stream().map(Column::name).toList();
    for (int i = 0; i < spec.features().size(); i++) {
      Feature feature = spec.features().get(i);
      String field = "features.features[" + i + "]";
      if (feature == null) {
        throw new InvalidParameter(field, "must be an object");
      }
      for (String column : FeatureColumns.of(feature)) {
        checkColumn(column, known, field);
      }
      checkParameters(feature, field);
      try {
        FeatureEncoding.of(input, List.of(EncodingFitter.unfitted(feature)));
      } catch (IllegalArgumentException e) {
        throw new InvalidParameter(field, e.getMessage().replaceFirst("^features\\[0]\\.?", ""));
      }
    }
  }

  private static void checkColumn(String column, List<String> known, String field) {
    if (column == null) {
      throw new InvalidParameter(field, "names no column");
    }
    if (!known.contains(column)) {
      throw new InvalidParameter(
          field,
          "'%s' is none of the columns that the model may see: %s"
              .formatted(column, String.join(", ", known)));
    }
  }

  private static void checkParameters(Feature feature, String field) {
    if (feature instanceof Feature.Cross cross
        && cross.bins() != null
        && (cross.bins() < 2 || cross.bins() > MAX_BINS)) {
      throw new InvalidParameter(field + ".bins", "must be from 2 to " + MAX_BINS);
    }
    if (feature instanceof Feature.Numeric numeric
        && numeric.missing() != null
        && !Set.of("nan", "median").contains(numeric.missing())) {
      throw new InvalidParameter(field + ".missing", "must be nan or median");
    }
    if (feature instanceof Feature.TextStats stats
        && stats.keywords() != null
        && stats.keywords().stream().anyMatch(keyword -> keyword == null || keyword.isBlank())) {
      throw new InvalidParameter(field + ".keywords", "must be texts");
    }
  }
}
