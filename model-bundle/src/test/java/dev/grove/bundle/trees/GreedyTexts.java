package dev.grove.bundle.trees;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Model texts that announce more than they hold, or of which a little could become very much. */
final class GreedyTexts {
  private static final String[] HUGE = {"100000", "3999999", "1000000000", "2147483647"};

  /** What such a number may follow in {@link #honest}. */
  private static final String[] PLACES = {
    "num_class=",
    "num_tree_per_iteration=",
    "num_class:",
    "max_feature_idx=",
    "tree_sizes=",
    "num_leaves=",
    "num_cat=",
    "split_feature=",
    "left_child=",
    "cat_boundaries=0 ",
    "num_features=",
    "leaf_features="
  };

  private static final int LONG = 2_000_000;

  private GreedyTexts() {}

  /** A small model in which nearly everything occurs. */
  static String honest() {
    return new WrittenModel(1, 2, "multiclass num_class:1")
        .tree(
            "num_leaves=2",
            "num_cat=1",
            "split_feature=0",
            "threshold=0",
            "decision_type=1",
            "left_child=-1",
            "right_child=-2",
            "leaf_value=-1 1",
            "cat_boundaries=0 1",
            "cat_threshold=5",
            "is_linear=1",
            "leaf_const=0 0",
            "num_features=1 0",
            "leaf_features=1",
            "leaf_coeff=2")
        .sizedText();
  }

  /** Texts that are no models, by what is wrong with them. */
  static Map<String, Supplier<String>> refused() {
    String honest = honest();
    Map<String, Supplier<String>> texts = new LinkedHashMap<>();
    for (String number : HUGE) {
      for (String place : PLACES) {
        texts.put(place + number, () -> honest.replaceFirst(place + "-?\\d+", place + number));
      }
      String classes = "(num_class.|num_tree_per_iteration=)\\d+";
      texts.put("all classes " + number, () -> honest.replaceAll(classes, "$1" + number));
    }
    for (String place : new String[] {"threshold=", "leaf_value=", "num_leaves=", "objective="}) {
      texts.put("endless " + place, () -> honest.replace(place, place + "9".repeat(LONG)));
    }
    texts.put("endless key", () -> honest.replace("num_leaves", "num_leaves".repeat(LONG / 10)));
    texts.put("endless header", () -> honest.replace("version", "a".repeat(LONG) + "\nversion="));
    return texts;
  }

  /** Texts that are models, by what there is much of. */
  static Map<String, Supplier<String>> accepted() {
    Map<String, Supplier<String>> texts = new LinkedHashMap<>();
    texts.put("honest", GreedyTexts::honest);
    texts.put("blanks", () -> new WrittenModel(1, 2, "").tree(blanks()).text());
    texts.put("depth", () -> HostileTexts.chain(50_000));
    texts.put("contributions", () -> new WrittenModel(100_000, 20_000, "").text());
    texts.put("leaves alone", GreedyTexts::leavesAlone);
    texts.put("columns", GreedyTexts::columns);
    texts.put("categories", () -> categories(100_000, 1));
    texts.put("nodes of as many categories", () -> categories(8_000, 3_000));
    texts.put("nodes with one set", () -> oneSet(8_000, 60));
    texts.put("more nodes with one set", () -> oneSet(8_000, 3_000));
    return texts;
  }

  private static String[] blanks() {
    return new String[] {"num_leaves=1", "leaf_value=" + " ".repeat(LONG) + "1"};
  }

  private static String leavesAlone() {
    WrittenModel model = new WrittenModel(1, 1, "");
    for (int t = 0; t < 30_000; t++) {
      model.tree("num_leaves=1", "leaf_value=0");
    }
    return model.text();
  }

  /** A tree for each of many features, half of them for NaN in a way of their own. */
  private static String columns() {
    int features = 15_000;
    WrittenModel model = new WrittenModel(1, features, "");
    for (int feature = 0; feature < features; feature++) {
      model.tree(
          "num_leaves=2",
          "num_cat=0",
          "split_feature=" + feature,
          "threshold=1",
          "decision_type=" + (feature % 2 == 0 ? 8 : 0),
          "left_child=-1",
          "right_child=-2",
          "leaf_value=1 2");
    }
    return model.text();
  }

  /** A set of 32 categories a word, and stumps that know one of them. */
  private static String categories(int words, int stumps) {
    WrittenModel model = new WrittenModel(1, 2, "");
    model.categoricalStump("4294967295 ".repeat(words).strip(), 1);
    for (int i = 0; i < stumps; i++) {
      model.categoricalStump("1", 1);
    }
    return model.text();
  }

  /** A chain of nodes that all ask for the same set of 32 categories a word. */
  private static String oneSet(int words, int nodes) {
    StringBuilder rights = new StringBuilder();
    StringBuilder lefts = new StringBuilder();
    for (int n = 0; n < nodes; n++) {
      lefts.append(~n).append(' ');
      rights.append(n + 1 == nodes ? ~nodes : n + 1).append(' ');
    }
    return new WrittenModel(1, 1, "")
        .tree(
            "num_leaves=" + (nodes + 1),
            "num_cat=1",
            "split_feature=" + "0 ".repeat(nodes),
            "threshold=" + "0 ".repeat(nodes),
            "decision_type=" + "1 ".repeat(nodes),
            "left_child=" + lefts,
            "right_child=" + rights,
            "leaf_value=" + "1 ".repeat(nodes + 1),
            "cat_boundaries=0 " + words,
            "cat_threshold=" + "4294967295 ".repeat(words))
        .text();
  }
}
