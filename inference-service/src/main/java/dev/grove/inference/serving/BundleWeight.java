package dev.grove.inference.serving;

import dev.grove.bundle.GoldenRow;
import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.features.FittedFeature;
import dev.grove.bundle.trees.Forest;
import java.util.Arrays;
import java.util.List;

/**
 * What a bundle weighs in memory, estimated from what it is made of. Good to about a factor of one
 * and a half: enough to say which models fit together.
 */
final class BundleWeight {
  /** A string with its header, array and reference, beside its characters. */
  private static final int STRING = 64;

  /** A string that is a key of a map, too. */
  private static final int KEY = STRING + 64;

  /** A node with its feature, threshold, children and gain, in each layout that is kept. */
  private static final int NODE = 140;

  private static final int LEAF = 40;

  /** A column's reference with its bins. */
  private static final int REFERENCE = 8 << 10;

  private static final int BOXED_PLACE = 56;

  /** Of JSON, a character as a tree of nodes. */
  private static final int JSON_CHARACTER = 6;

  private static final int REST = 16 << 10;

  private BundleWeight() {}

  /** Bytes, working memory of requests apart. */
  static long of(ModelBundle bundle) {
    long bytes = REST + bundle.modelText().length() + forest(bundle.forest());
    for (FittedFeature feature : bundle.encoding().features()) {
      bytes += feature(feature);
    }
    for (GoldenRow row : bundle.golden()) {
      bytes += (long) BOXED_PLACE * row.indices().size() + (long) KEY * row.raw().size();
    }
    bytes += texts(bundle.labels().classes(), STRING);
    if (bundle.fallback() != null) {
      bytes += bundle.fallback().modelText().length() + forest(bundle.fallback().forest());
    }
    if (bundle.reference() != null) {
      bytes += (long) REFERENCE * bundle.reference().watched().size();
    }
    if (bundle.evaluation() != null) {
      bytes += (long) JSON_CHARACTER * bundle.evaluation().toString().length();
    }
    return bytes;
  }

  private static long forest(Forest forest) {
    long nodes = Arrays.stream(forest.splitImportance()).sum();
    long leaves = nodes + (long) forest.iterations() * forest.outputs();
    return nodes * NODE + leaves * LEAF;
  }

  private static long feature(FittedFeature feature) {
    if (feature instanceof FittedFeature.Category category) {
      return KEY + texts(category.vocabulary(), KEY);
    }
    return KEY;
  }

  private static long texts(List<String> texts, int each) {
    long bytes = 0;
    for (String text : texts) {
      bytes += each + text.length();
    }
    return bytes;
  }
}
