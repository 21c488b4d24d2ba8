package dev.grove.training.fit;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final BitSet places;
  private final int width;
  private final boolean classification;

  /**
   * @param rows the set's training rows
   * @param model the parameters of the model that the fallback stands in for
   */
  FallbackTrainer(NativeDataset rows, TrainingSet set, Map<String, String> model) {
    this.rows = rows;
    this.model = model;
    this.places = set.fallback();
    this.width = set.names().size();
    this.classification = set.task().isClassification();
  }

  /**
   * The forest's model text.
   *
   * @param modelRounds how many rounds the model took, which bounds what this may cost
   */
  String train(int modelRounds) {
    int rounds = Math.max(FEWEST_ROUNDS, Math.min(MOST_ROUNDS, modelRounds / SHARE));
    Map<String, String> parameters = parameters();
    try (NativeBooster forest =
        NativeBooster.create(rows, null, LightGbmTrainer.line(parameters))) {
      for (int round = 0; round < rounds; round++) {
        forest.grow();
      }
      raiseUnsplit(forest, parameters);
      return forest.text(rounds);
    }
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
    if (classification) {
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
  private void raiseUnsplit(NativeBooster forest, Map<String, String> parameters) {
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
