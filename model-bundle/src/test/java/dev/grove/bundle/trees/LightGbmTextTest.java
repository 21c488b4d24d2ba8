package dev.grove.bundle.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LightGbmTextTest {
  private static final String TREE =
      """
      num_leaves=4
      num_cat=1
      split_feature=0 1 1
      split_gain=3.5 2 0
      threshold=0.5 0 -inf
      decision_type=10 1 2
      left_child=1 -1 -2
      right_child=2 -3 -4
      leaf_value=1 -2e-3 3.25 0.5
      leaf_weight=1 1 1 1
      leaf_count=5 5 5 5
      internal_value=0 0 0
      internal_weight=0 0 0
      internal_count=20 10 10
      cat_boundaries=0 2
      cat_threshold=4 4294967295
      is_linear=0
      shrinkage=0.1""";

  private static WrittenModel model(String... lines) {
    return new WrittenModel(1, 2, "binary sigmoid:1").tree(lines);
  }

  @Test
  void readsWhatLightGbmWrites() {
    Forest forest = Forest.parse(model(TREE).stump(1, 0).sizedText());

    assertThat(forest.features()).isEqualTo(2);
    assertThat(forest.outputs()).isEqualTo(1);
    assertThat(forest.iterations()).isEqualTo(2);
    assertThat(forest.objective().name()).isEqualTo("binary");
    double[] out = new double[1];
    forest.rawScores(new double[] {0.5, 2}, out);
    assertThat(out[0]).isEqualTo(1 + -1);
    forest.rawScores(new double[] {Double.NaN, 3}, out);
    assertThat(out[0]).isEqualTo(3.25 - 1);
    forest.rawScores(new double[] {7, Double.NEGATIVE_INFINITY}, out);
    assertThat(out[0]).isEqualTo(-0.002 + 1);
  }

  @Test
  void countsOnlySplitsThatGain() {
    Forest forest = Forest.parse(model(TREE).sizedText());

    assertThat(forest.splitImportance()).containsExactly(1, 1);
    assertThat(forest.gainImportance()).containsExactly(3.5, 2);
  }

  @Test
  void dependsOnNoLocale() {
    String text = model(TREE).sizedText();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(Forest.parse(text).iterations()).isEqualTo(1);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void takesAModelWithoutTrees() {
    Forest forest = Forest.parse(new WrittenModel(3, 1, "multiclass num_class:3").sizedText());
    double[] out = {9, 9, 9};

    forest.rawScores(new double[1], out);

    assertThat(out).containsExactly(0, 0, 0);
    assertThat(forest.iterations()).isZero();
  }

  @Test
  void walksTreesOfAnyDepth() {
    int leaves = 200_000;
    String chain =
        IntStream.range(0, leaves - 1)
            .mapToObj(node -> Integer.toString(node == leaves - 2 ? -leaves : node + 1))
            .collect(Collectors.joining(" "));
    String ends =
        IntStream.range(0, leaves - 1)
            .mapToObj(node -> Integer.toString(~node))
            .collect(Collectors.joining(" "));
    String zeros = "0 ".repeat(leaves - 1);
    Forest forest =
        Forest.parse(
            model(
                    "num_leaves=" + leaves,
                    "num_cat=0",
                    "split_feature=" + zeros,
                    "threshold=" + zeros,
                    "left_child=" + ends,
                    "right_child=" + chain,
                    "leaf_value=" + zeros + "7")
                .text());
    double[] out = new double[1];

    forest.rawScores(new double[] {1, 0}, out);

    assertThat(out[0]).isEqualTo(7);
  }

  @Test
  void refusesRowsOfAnotherLength() {
    Forest forest = Forest.parse(model(TREE).sizedText());

    assertThatThrownBy(() -> forest.rawScores(new double[1], new double[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> forest.rawScores(new double[2], new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "num_leaves=4|num_leaves=5|must have 5 numbers",
        "num_leaves=4|num_leaves=3|must have 3 numbers",
        "num_leaves=4|num_leaves=0|out of bounds",
        "num_leaves=4|num_leaves=2147483647|must have 2147483647 numbers",
        "num_leaves=4|num_leaves=99999999999999999999|no valid number",
        "num_leaves=4|num_leaves=4 4|must have 1 numbers",
        "num_leaves=4|num_leaves=4\u00a0|no valid number",
        "num_leaves=4|leaves=4|lacks num_leaves",
        "num_cat=1|num_cat=0|has no categories for node 1",
        "num_cat=1|num_cat=4|out of bounds",
        "num_cat=1|num_cat=|must have 1 numbers",
        "num_cat=1|num_leaves=4|repeats num_leaves",
        "split_feature=0 1 1|split_feature=0 2 1|out of bounds",
        "split_feature=0 1 1|split_feature=0 -1 1|out of bounds",
        "threshold=0.5 0 -inf|threshold=0.5 1 -inf|has no categories for node 1",
        "threshold=0.5 0 -inf|threshold=0.5 0.5 -inf|has no categories for node 1",
        "threshold=0.5 0 -inf|threshold=0.5 -inf 0|has no categories for node 1",
        "threshold=0.5 0 -inf|threshold=0.5d 0 -inf|no valid number at '0.5d'",
        "threshold=0.5 0 -inf|threshold=0.5f 0 -inf|no valid number",
        "threshold=0.5 0 -inf|threshold=0x1p3 0 -inf|no valid number",
        "threshold=0.5 0 -inf|threshold=0,5 0 -inf|no valid number",
        "threshold=0.5 0 -inf|threshold=nan 0 -inf|no valid number",
        "threshold=0.5 0 -inf|threshold=Infinity 0 -inf|no valid number",
        "threshold=0.5 0 -inf|threshold=5. 0 -inf|no valid number",
        "threshold=0.5 0 -inf|threshold=.5 0 -inf|no valid number",
        "threshold=0.5 0 -inf|threshold=5e 0 -inf|no valid number",
        "threshold=0.5 0 -inf|threshold=- 0 -inf|no valid number",
        "threshold=0.5 0 -inf|threshold=+1 0 -inf|no valid number",
        "threshold=0.5 0 -inf|threshold=٣ 0 -inf|no valid number",
        "threshold=0.5 0 -inf|threshold=0.5\t0 -inf|no valid number",
        "decision_type=10 1 2|decision_type=10 1 12|unknown missing type at node 2",
        "decision_type=10 1 2|decision_type=10 1 16|out of bounds",
        "left_child=1 -1 -2|left_child=0 -1 -2|is no tree",
        "left_child=1 -1 -2|left_child=1 1 -2|is no tree",
        "left_child=1 -1 -2|left_child=-1 1 -2|is no tree",
        "left_child=1 -1 -2|left_child=2 -1 -2|is no tree",
        "left_child=1 -1 -2|left_child=1 -2 -2|is no tree",
        "left_child=1 -1 -2|left_child=1 -1 -5|out of bounds",
        "left_child=1 -1 -2|left_child=3 -1 -2|out of bounds",
        "right_child=2 -3 -4|right_child=-4 -3 -4|is no tree",
        "leaf_value=1 -2e-3|leaf_value=1 nan|no valid number",
        "cat_boundaries=0 2|cat_boundaries=0 3|must have 3 numbers",
        "cat_boundaries=0 2|cat_boundaries=0 1|must have 1 numbers",
        "cat_boundaries=0 2|cat_boundaries=1 2|do not begin with 0",
        "cat_boundaries=0 2|cat_boundaries=2 0|descend",
        "cat_boundaries=0 2|cat_boundaries=0 2147483647|must have 2147483647 numbers",
        "cat_threshold=4 4294967295|cat_threshold=4 4294967296|out of bounds",
        "cat_threshold=4 4294967295|cat_threshold=4 -1|out of bounds",
        "is_linear=0|is_linear=2|out of bounds",
        "is_linear=0|is_linear=1|lacks leaf_const",
        "Tree=0|Tree=1|does not stand in its place",
        "Tree=0|Branch=0|trees are missing",
        "version=v4|version=v2|version",
        "num_class=1|num_class=2|num_tree_per_iteration",
        "num_class=1|num_class=2147483647|out of bounds",
        "max_feature_idx=1|max_feature_idx=2|must have 3 words in feature_names",
        "max_feature_idx=1|max_feature_idx=99999999|out of bounds",
        "feature_infos=none none|feature_infos=none|must have 2 words in feature_infos",
        "tree_sizes=|tree_sizes=1 |does not have its tree_sizes",
        "objective=binary sigmoid:1|objective=binary|lacks sigmoid",
        "objective=binary sigmoid:1|objective=binary sigmoid:-1|must be positive",
        "objective=binary sigmoid:1|objective=binary sigmoid:x|no valid number",
        "objective=binary sigmoid:1|objective=multiclass num_class:3|another num_class",
        "objective=binary sigmoid:1|objective=multiclass|lacks num_class",
        "objective=binary sigmoid:1|objective=magic|unknown objective: magic",
        "end of trees|end of|no 'end of trees'",
      })
  void namesWhatIsWrong(String from, String to, String message) {
    String text = model(TREE).sizedText();
    assertThat(text).contains(from);
    String changed = text.replace(from, to);

    assertThatThrownBy(() -> Forest.parse(changed))
        .isInstanceOf(InvalidModelText.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "tree", "tree\r\n", "{}", "PK\u0003\u0004", "tree\n", "TREE\n"})
  void refusesOtherTexts(String text) {
    assertThatThrownBy(() -> Forest.parse(text)).isInstanceOf(InvalidModelText.class);
  }

  @Test
  void refusesTreesThatFillNoIteration() {
    String text = new WrittenModel(2, 1, "").stump(0, 0).text();

    assertThatThrownBy(() -> Forest.parse(text)).hasMessageContaining("no whole iterations");
  }

  @Test
  void refusesAveragesOfNothing() {
    String text =
        new WrittenModel(1, 1, "").text().replace("label_index=0", "label_index=0\naverage_output");

    assertThatThrownBy(() -> Forest.parse(text)).hasMessageContaining("no trees to average");
  }

  @Test
  void refusesEndlessFields() {
    String fields =
        IntStream.range(0, 100).mapToObj(i -> "x" + i + "=").collect(Collectors.joining("\n"));

    assertThatThrownBy(() -> Forest.parse("tree\n" + fields))
        .isInstanceOf(InvalidModelText.class)
        .hasMessageContaining("too many fields");
  }

  @Test
  void refusesOverlongNumbers() {
    String text = model(TREE).text().replace("0.5 0 -inf", "0." + "5".repeat(100) + " 0 -inf");

    assertThatThrownBy(() -> Forest.parse(text)).hasMessageContaining("overlong");
  }
}
