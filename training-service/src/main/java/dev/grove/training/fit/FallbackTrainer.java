package dev.grove.training.fit;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Grows a bundle's fallback: a small random forest on the rows that LightGBM has binned for the
 * model already, so that it costs its few trees and nothing else.
 *
 * <p>Places that it must not use weigh nothing ({@code feature_contri=0}): their splits gain
 * nothing, and LightGBM makes none without a gain.
 */
final class FallbackTrainer {
  private static final int FEWEST_ROUNDS = 4;
  private static final int MOST_ROUNDS = 12;

  /** For each round of the fallback, the model has so many. */
  private static final int SHARE = 10;

  private static final int MOST_LEAVES = 31;

  /**
   * Of wide rows a part is enough: with thousands of sparse features it is setting a forest up that
   * takes long, and that grows with the rows.
   */
  private static final int SHARE_OF_ROWS = 4;

  private static final int LEAST_ROWS = 5_000;

  /** What a sample with replacement holds of the rows. */
  private static final String BAG = "0.632";

  /**
   * The largest step away from the prior's log-odds in a classification. A random forest's leaf is
   * one Newton step, which overshoots where a class is rare: one such row among twenty would make
   * the class all but certain.
   */
  private static final String STEP = "4";

  /** The model's parameters that mean nothing to a random forest, or another thing. */
  private static final List<String> MODELS_OWN =
      List.of(
          "learning_rate",
          "data_sample_strategy",
          "top_rate",
          "other_rate",
          "pos_bagging_fraction",
          "neg_bagging_fraction",
          "feature_fraction_bynode",
          "metric");

  private final NativeDataset rows;
  private final Map<String, String> model;
  private final TrainingSet set;
  private final BitSet places;
  private final int width;
  private final long seed;

  /**
   * @param rows the set's training rows
   * @param model the parameters of the model that the fallback stands in for
   */
  FallbackTrainer(NativeDataset rows, TrainingSet set, Map<String, String> model, long seed) {
    this.rows = rows;
    this.model = model;
    this.places = set.fallback();
    this.width = set.names().size();
    this.set = set;
    this.seed = seed;
  }

  /**
   * The forest's model text.
   *
   * @param modelRounds how many rounds the model took, which bounds what this may cost
   */
  String train(int modelRounds) {
    int rounds = Math.max(FEWEST_ROUNDS, Math.min(MOST_ROUNDS, modelRounds / SHARE));
    Map<String, String> parameters = parameters();
    int[] sample = sample();
    if (sample == null) {
      return grow(rows, rounds, parameters);
    }
    try (NativeDataset some = rows.subset(sample, LightGbmTrainer.line(parameters))) {
      return grow(some, rounds, parameters);
    }
  }

  private static String grow(NativeDataset rows, int rounds, Map<String, String> parameters) {
    try (NativeBooster forest =
        NativeBooster.create(rows, null, LightGbmTrainer.line(parameters))) {
      for (int round = 0; round < rounds; round++) {
        forest.grow();
      }
      raiseUnsplit(forest, rows, parameters);
      return forest.text(rounds);
    }
  }

  /** The rows to learn from; null for all of them. Groups are not torn apart. */
  private int[] sample() {
    int all = set.training().rows();
    int wanted = Math.max(LEAST_ROWS, all / SHARE_OF_ROWS);
    boolean wide = set.names().size() > LightGbmTrainer.WIDE;
    if (!wide || wanted >= all || set.training().groups().length > 0) {
      return null;
    }
    SplittableRandom random = new SplittableRandom(seed);
    int[] sample = new int[wanted];
    int taken = 0;
    for (int row = 0; taken < wanted; row++) {
      if (random.nextInt(all - row) < wanted - taken) {
        sample[taken++] = row;
      }
    }
    return sample;
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>(model);
    parameters.keySet().removeAll(MODELS_OWN);
    parameters.put("boosting", "rf");
    parameters.put("metric", "None");
    parameters.put("bagging_fraction", BAG);
    parameters.put("bagging_freq", "1");
    int leaves = Integer.parseInt(model.get("num_leaves"));
    parameters.put("num_leaves", Integer.toString(Math.min(MOST_LEAVES, leaves)));
    boolean wide = places.cardinality() > LightGbmTrainer.WIDE;
    parameters.put("feature_fraction", wide ? LightGbmTrainer.WIDE_FRACTION : "1");
    if (set.task().isClassification()) {
      parameters.putIfAbsent("max_delta_step", STEP);
    }
    if (places.cardinality() < width) {
      parameters.put(
          "feature_contri",
          IntStream.range(0, width)
              .mapToObj(place -> places.get(place) ? "1" : "0")
              .collect(Collectors.joining(",")));
    }
    return parameters;
  }

  /**
   * Gives trees that found no split the score that the others start from. LightGBM leaves them at 0
   * and takes them into the mean all the same, which would draw a rare class's score towards that
   * of an even chance.
   */
  private static void raiseUnsplit(
      NativeBooster forest, NativeDataset rows, Map<String, String> parameters) {
    List<Integer> unsplit = forest.unsplitTrees();
    if (unsplit.isEmpty()) {
      return;
    }
    Map<String, String> constant = new LinkedHashMap<>(parameters);
    constant.put("boosting", "gbdt");
    constant.put("min_data_in_leaf", Integer.toString(Integer.MAX_VALUE));
    try (NativeBooster start = NativeBooster.create(rows, null, LightGbmTrainer.line(constant))) {
      start.grow();
      for (int tree : unsplit) {
        forest.setLeaf(tree, 0, start.leaf(tree % start.outputs(), 0));
      }
    }
  }
}
