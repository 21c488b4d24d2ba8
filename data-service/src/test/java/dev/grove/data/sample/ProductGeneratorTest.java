package dev.grove.data.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProductGeneratorTest {
  private static final int ROWS = 12_000;

  private static List<List<String>> rows(long seed) {
    ProductGenerator generator = new ProductGenerator(seed);
    return LongStream.range(0, ROWS).mapToObj(generator::row).toList();
  }

  @Test
  void seedMakesTheTable() {
    assertThat(rows(7)).isEqualTo(rows(7)).isNotEqualTo(rows(8));
    assertThat(new ProductGenerator(42).row(0).get(0)).isEqualTo("P00000001");
  }

  @Test
  void titlesHaveFourToNineWords() {
    assertThat(rows(42))
        .allSatisfy(row -> assertThat(row.get(1).split(" ", -1)).hasSizeBetween(4, 9));
  }

  @Test
  void someValuesAreMissing() {
    for (int column : new int[] {3, 4, 5, 6}) {
      assertThat(rows(42).stream().filter(row -> row.get(column) == null).count())
          .isBetween(ROWS / 50L, ROWS / 2L);
    }
  }

  @Test
  void categoryIsLearnableButNotGivenAway() {
    double all = accuracy(rows(42), 1, 2, 3, 4);
    assertThat(all).isBetween(0.90, 0.965);
    assertThat(accuracy(rows(42), 4)).isLessThan(0.3);
    assertThat(accuracy(rows(42), 3)).isLessThan(0.5);
    assertThat(accuracy(rows(42), 2)).isLessThan(0.5);
  }

  /** Held-out accuracy of naive Bayes over the words of some columns. */
  private static double accuracy(List<List<String>> rows, int... columns) {
    int training = rows.size() * 7 / 10;
    Map<String, double[]> counts = new HashMap<>();
    List<String> labels = rows.stream().map(row -> row.get(8)).distinct().sorted().toList();
    double[] totals = new double[labels.size()];
    for (List<String> row : rows.subList(0, training)) {
      int label = labels.indexOf(row.get(8));
      totals[label]++;
      for (String word : words(row, columns)) {
        counts.computeIfAbsent(word, w -> new double[labels.size()])[label]++;
      }
    }
    int right = 0;
    for (List<String> row : rows.subList(training, rows.size())) {
      double[] score = Arrays.stream(totals).map(Math::log).toArray();
      for (String word : words(row, columns)) {
        double[] count = counts.getOrDefault(word, new double[labels.size()]);
        for (int i = 0; i < score.length; i++) {
          score[i] += Math.log((count[i] + 0.5) / (totals[i] + 1));
        }
      }
      int best = 0;
      for (int i = 1; i < score.length; i++) {
        best = score[i] > score[best] ? i : best;
      }
      right += labels.get(best).equals(row.get(8)) ? 1 : 0;
    }
    return (double) right / (rows.size() - training);
  }

  private static List<String> words(List<String> row, int... columns) {
    List<String> words = new ArrayList<>();
    for (int column : columns) {
      for (String word : String.valueOf(row.get(column)).split(" ", -1)) {
        words.add(column + ":" + word);
      }
    }
    return words;
  }
}
