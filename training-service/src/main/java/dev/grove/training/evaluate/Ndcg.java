package dev.grove.training.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The normalised discounted cumulative gain of each group's first {@value #AT} rows, as LightGBM
 * takes it: a grade g gains 2^g - 1, and a group in which no row gains anything counts 1.
 */
public final class Ndcg {
  /** Where a group's ranking is cut off. */
  public static final int AT = 10;

  private static final Comparator<Ranked> BY_SCORE =
      Comparator.comparingDouble(Ranked::score).reversed();
  private static final Comparator<Ranked> BY_GRADE =
      Comparator.comparingDouble(Ranked::grade).reversed();

  private final Map<String, List<Ranked>> groups = new HashMap<>();

  private record Ranked(double score, double grade) {}

  void add(String group, double score, double grade) {
    groups.computeIfAbsent(group, name -> new ArrayList<>()).add(new Ranked(score, grade));
  }

  /** The mean over the groups; null without one. */
  Double mean() {
    if (groups.isEmpty()) {
      return null;
    }
    double sum = 0;
    for (List<Ranked> rows : groups.values()) {
      double best = gain(rows, BY_GRADE);
      sum += best == 0 ? 1 : gain(rows, BY_SCORE) / best;
    }
    return sum / groups.size();
  }

  /** Of equal rows the one that came first stands first. */
  private static double gain(List<Ranked> rows, Comparator<Ranked> order) {
    List<Ranked> first = rows.stream().sorted(order).limit(AT).toList();
    double gain = 0;
    for (int place = 0; place < first.size(); place++) {
      gain += (Math.pow(2, first.get(place).grade()) - 1) / log2(place + 2);
    }
    return gain;
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
