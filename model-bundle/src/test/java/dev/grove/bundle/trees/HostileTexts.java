package dev.grove.bundle.trees;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;

/** Model texts that were damaged, or made to do harm, and what may become of them. */
final class HostileTexts {
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

  private HostileTexts() {}

  /** Says whether it is a model; fails on any exception but the one that says it is none. */
  static boolean parse(String text) {
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
      scoresBatch(forest, scorer);
    }
    if (forest.unexplained().isEmpty()) {
      Contributions contributions = forest.contributions();
      contributions.of(new double[forest.features()], new double[contributions.size()]);
    }
    assertThat(forest.splitImportance()).hasSize(forest.features());
    return true;
  }

  /** As many rows of zeros as a small heap can hold. */
  private static void scoresBatch(Forest forest, Scorer scorer) {
    int count =
        Math.max(1, Math.min(70, (1 << 18) / Math.max(forest.features(), forest.outputs())));
    double[] rows = new double[count * forest.features()];
    double[] all = new double[count * forest.outputs()];
    scorer.rawScores(rows, count, all);
    double[] plain = new double[forest.outputs()];
    forest.rawScores(new double[forest.features()], plain);
    for (int i = 0; i < count; i++) {
      assertThat(Arrays.copyOfRange(all, i * plain.length, (i + 1) * plain.length))
          .isEqualTo(plain);
    }
  }

  static String damaged(String text, Random random) {
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

  /** Node n sends what is at most n to leaf n, the rest on. */
  static String chain(int nodes) {
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
}
