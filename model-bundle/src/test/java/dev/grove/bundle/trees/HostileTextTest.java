package dev.grove.bundle.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged texts are refused as such, or are models that score: never anything else. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HostileTextTest {
  private static final long SEED = 11;
  private static final String[] NUMBERS = {
    "-1",
    "0",
    "1",
    "2147483647",
    "-2147483648",
    "4294967295",
    "1e308",
    "-inf",
    "inf",
    "nan",
    "",
    "-"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "binary, NaN missing",
        "multiclass, none missing",
        "regression, linear trees",
        "binary, random forest"
      })
  void survivesDamage(String name) {
    String text = trained(name);
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      refused += parses(damaged(text, random)) ? 0 : 1;
    }
    assertThat(refused).isBetween(50, 300);
  }

  @Test
  void refusesEveryPrefix() {
    String text = new WrittenModel(1, 2, "").stump(1, 2).categoricalStump("1 5", 1).sizedText();
    int end = text.indexOf("end of trees") + "end of trees".length();
    for (int length = 0; length < end; length++) {
      String prefix = text.substring(0, length);
      assertThatThrownBy(() -> Forest.parse(prefix))
          .as("the first %d characters", length)
          .isInstanceOf(InvalidModelText.class);
    }
    assertThat(parses(text.substring(0, end))).isTrue();
  }

  @Test
  void survivesEveryFlippedBit() {
    String text = new WrittenModel(1, 2, "").stump(1, 2).categoricalStump("1 5", 1).sizedText();
    int refused = 0;
    for (int i = 0; i < text.length(); i++) {
      for (int bit = 0; bit < 8; bit++) {
        StringBuilder flipped = new StringBuilder(text);
        flipped.setCharAt(i, (char) (text.charAt(i) ^ 1 << bit));
        refused += parses(flipped.toString()) ? 0 : 1;
      }
    }
    assertThat(refused).isGreaterThan(text.length());
  }

  /** A chain of nodes, as deep as it is long: too deep to recurse into, and too much to explain. */
  @Test
  void bearsDegenerateTrees() {
    Forest chain = Forest.parse(chain(200_000));
    double[] out = new double[1];
    for (Layout layout : chain.layouts()) {
      chain.scorer(layout, Iterations.ALL).rawScores(new double[] {150_000.5}, out);
      assertThat(out).containsExactly(150_001);
    }
    assertThat(chain.unexplained().orElse("")).contains("too deep");
    Forest shallow = Forest.parse(chain(900));
    double[] contributions = new double[2];
    shallow.contributions().of(new double[] {500.5}, contributions);
    assertThat(contributions[0] + contributions[1]).isCloseTo(501, within(1e-6));
  }

  @Test
  void saysWhyThereAreNoContributions() {
    Forest uncounted = Forest.parse(new WrittenModel(1, 2, "").stump(1, 2).text());
    assertThat(uncounted.unexplained().orElse("")).contains("how many rows");
    assertThatThrownBy(uncounted::contributions)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("how many rows");
  }

  /** Node n sends what is at most n to leaf n, the rest on. */
  private static String chain(int nodes) {
    StringBuilder thresholds = new StringBuilder();
    StringBuilder lefts = new StringBuilder();
    StringBuilder rights = new StringBuilder();
    StringBuilder values = new StringBuilder("0");
    for (int n = 0; n < nodes; n++) {
      thresholds.append(n == 0 ? "" : " ").append(n);
      lefts.append(n == 0 ? "" : " ").append(~n);
      rights.append(n == 0 ? "" : " ").append(n + 1 == nodes ? ~nodes : n + 1);
      values.append(' ').append(n + 1);
    }
    return new WrittenModel(1, 1, "")
        .tree(
            "num_leaves=" + (nodes + 1),
            "num_cat=0",
            "split_feature=" + "0 ".repeat(nodes).strip(),
            "split_gain=" + "1 ".repeat(nodes).strip(),
            "threshold=" + thresholds,
            "decision_type=" + "2 ".repeat(nodes).strip(),
            "left_child=" + lefts,
            "right_child=" + rights,
            "leaf_value=" + values,
            "leaf_count=" + "1 ".repeat(nodes + 1).strip(),
            "internal_count=" + "2 ".repeat(nodes).strip())
        .text();
  }

  private static String trained(String name) {
    ModelCase model =
        ModelCase.all().stream().filter(each -> each.name().equals(name)).findAny().orElseThrow();
    try (LightGbm booster = model.train(SEED)) {
      return booster.text();
    }
  }

  /** Says whether it is a model; fails on any exception but the one that says it is none. */
  private static boolean parses(String text) {
    Forest forest;
    try {
      forest = Forest.parse(text);
    } catch (InvalidModelText e) {
      return false;
    }
    double[] plain = new double[forest.outputs()];
    double[] out = new double[forest.outputs()];
    int[] leaves = new int[forest.trees()];
    for (Layout layout : forest.layouts()) {
      Scorer scorer = forest.scorer(layout, Iterations.ALL);
      for (double odd : RandomRows.ODD) {
        double[] row = new double[forest.features()];
        Arrays.fill(row, odd);
        forest.rawScores(row, plain);
        scorer.rawScores(row, out);
        assertThat(out).isEqualTo(plain);
        scorer.leaves(row, leaves);
        forest.objective().transform(out);
      }
    }
    if (forest.unexplained().isEmpty()) {
      Contributions contributions = forest.contributions();
      contributions.of(new double[forest.features()], new double[contributions.size()]);
    }
    assertThat(forest.splitImportance()).hasSize(forest.features());
    return true;
  }

  private static String damaged(String text, Random random) {
    int at = random.nextInt(text.indexOf("end of trees"));
    int lineStart = text.lastIndexOf('\n', at) + 1;
    int lineEnd = text.indexOf('\n', at) + 1;
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, at);
      case 1 ->
          text.substring(0, at)
              + (char) (text.charAt(at) ^ 1 << random.nextInt(16))
              + text.substring(at + 1);
      case 2 -> text.substring(0, lineStart) + text.substring(lineEnd);
      case 3 -> text.substring(0, lineEnd) + text.substring(lineStart);
      case 4 -> {
        int other = random.nextInt(text.length());
        int cut = Math.max(at, other);
        yield text.substring(0, Math.min(at, other)) + text.substring(cut);
      }
      default -> {
        // A number of the line becomes another; without sizes, so that it is looked at.
        int wordEnd = at;
        while (text.charAt(wordEnd) > ' ') {
          wordEnd++;
        }
        int wordStart = at;
        while (wordStart > 0 && " =\n".indexOf(text.charAt(wordStart - 1)) < 0) {
          wordStart--;
        }
        String number = NUMBERS[random.nextInt(NUMBERS.length)];
        String changed =
            text.substring(0, wordStart) + number + text.substring(Math.max(wordStart, wordEnd));
        yield changed.replaceFirst("(?m)^tree_sizes=.*$", "");
      }
    };
  }
}
