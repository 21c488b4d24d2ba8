package dev.grove.training.fit;

import dev.grove.bundle.features.Feature;
import dev.grove.bundle.features.FeatureSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which columns features read. */
final class FeatureColumns {
  private FeatureColumns() {}

  static Set<String> of(FeatureSpec spec) {
    Set<String> names = new LinkedHashSet<>();
    spec.features().forEach(feature -> names.addAll(of(feature)));
    return names;
  }

  static List<String> of(Feature feature) {
    return feature instanceof Feature.Cross cross ? cross.columns() : List.of(column(feature));
  }

  private static String column(Feature feature) {
    if (feature instanceof Feature.Numeric numeric) {
      return numeric.column();
    } else if (feature instanceof Feature.Category category) {
      return category.column();
    } else if (feature instanceof Feature.Hash hash) {
      return hash.column();
    } else if (feature instanceof Feature.Text text) {
      return text.column();
    }
    return ((Feature.TextStats) feature).column();
  }

  /** The columns whose texts a fit must see, although they may hold numbers or dates. */
  static Set<String> readAsText(FeatureSpec spec) {
    Set<String> names = new LinkedHashSet<>();
    for (Feature feature : spec.features()) {
      if (feature instanceof Feature.Category category) {
        names.add(category.column());
      }
    }
    return names;
  }
}
