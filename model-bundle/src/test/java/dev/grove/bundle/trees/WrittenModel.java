package dev.grove.bundle.trees;

import java.util.ArrayList;
import java.util.List;

/** A model text that is written by hand, tree by tree. */
final class WrittenModel {
  private final StringBuilder header = new StringBuilder("tree\nversion=v4\n");
  private final List<String> trees = new ArrayList<>();

  WrittenModel(int classes, int features, String objective) {
    header.append("num_class=%d\nnum_tree_per_iteration=%d\n".formatted(classes, classes));
    header.append("label_index=0\nmax_feature_idx=%d\n".formatted(features - 1));
    header.append(objective.isEmpty() ? "" : "objective=" + objective + "\n");
    header.append("feature_names=" + " f".repeat(features).strip() + "\n");
    header.append("feature_infos=" + " none".repeat(features).strip() + "\n");
  }

  /** Node 0 compares feature 0: -1 to the left, 1 to the right. */
  WrittenModel stump(double threshold, int decision) {
    return tree(
        "num_leaves=2",
        "num_cat=0",
        "split_feature=0",
        "split_gain=1",
        "threshold=" + written(threshold),
        "decision_type=" + decision,
        "left_child=-1",
        "right_child=-2",
        "leaf_value=-1 1");
  }

  /** Node 0 looks for feature 0 among the categories: -1 to the left, 1 to the right. */
  WrittenModel categoricalStump(String words, int decision) {
    int count = words.split(" ").length;
    return tree(
        "num_leaves=2",
        "num_cat=1",
        "split_feature=0",
        "split_gain=1",
        "threshold=0",
        "decision_type=" + decision,
        "left_child=-1",
        "right_child=-2",
        "leaf_value=-1 1",
        "cat_boundaries=0 " + count,
        "cat_threshold=" + words);
  }

  WrittenModel tree(String... lines) {
    trees.add("Tree=%d\n%s\n\n\n".formatted(trees.size(), String.join("\n", lines)));
    return this;
  }

  /** The text without the sizes of its trees, which LightGBM then finds by itself. */
  String text() {
    return header + "\n" + String.join("", trees) + "end of trees\n";
  }

  /** The text as LightGBM itself writes it. */
  String sizedText() {
    StringBuilder sizes = new StringBuilder("tree_sizes=");
    trees.forEach(tree -> sizes.append(tree.length()).append(' '));
    return header
        + sizes.toString().strip()
        + "\n\n"
        + String.join("", trees)
        + "end of trees\n\nfeature_importances:\nf=1\n\nparameters:\nend of parameters\n";
  }

  static String written(double value) {
    return Double.toString(value).replace("Infinity", "inf").replace('E', 'e');
  }
}
