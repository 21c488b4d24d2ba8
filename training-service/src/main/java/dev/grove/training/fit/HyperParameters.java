package dev.grove.training.fit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.bundle.Task;
import dev.grove.training.fit.HyperParameter.Flag;
import dev.grove.training.fit.HyperParameter.Real;
import dev.grove.training.fit.HyperParameter.Values;
import dev.grove.training.fit.HyperParameter.Whole;
import dev.grove.training.fit.HyperParameter.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * LightGBM's parameters as a client set them: known names, checked values, aliases resolved.
 *
 * <p>Only what is listed here reaches LightGBM. Parameters that read or write files, open sockets,
 * choose a device or belong to Grove (rounds, seed, classes) are not, so a value can never carry a
 * second parameter along.
 *
 * @param values LightGBM's own name to its text
 */
public record HyperParameters(Map<String, String> values) {
  private static final long INT = Integer.MAX_VALUE;

  /** Names that have another place in a job, and that place. */
  private static final Map<String, String> ELSEWHERE = elsewhere();

  private static final Map<String, HyperParameter> KNOWN = known();

  /** LightGBM's objectives by task. */
  private static final Map<Task, Set<String>> OBJECTIVES =
      Map.of(
          Task.BINARY, Set.of("binary"),
          Task.MULTICLASS, Set.of("multiclass", "softmax", "multiclassova", "ova"),
          Task.RANKING, Set.of("lambdarank", "rank_xendcg", "xendcg"),
          Task.REGRESSION,
              Set.of(
                  "regression",
                  "l2",
                  "mse",
                  "regression_l1",
                  "l1",
                  "mae",
                  "huber",
                  "fair",
                  "poisson",
                  "quantile",
                  "mape",
                  "gamma",
                  "tweedie"));

  public HyperParameters {
    values = Map.copyOf(values);
  }

  /**
   * Reads the object {@code parameters} of a job.
   *
   * @throws InvalidParameter naming the first one that is unknown or out of its bounds
   */
  public static HyperParameters parse(JsonNode parameters, Task task) {
    Map<String, String> values = new LinkedHashMap<>();
    parameters
        .properties()
        .forEach(
            entry -> {
              String field = "parameters." + entry.getKey();
              if (isMetric(entry.getKey())) {
                put(values, "metric", metrics(entry.getValue(), task, field), field);
                return;
              }
              HyperParameter known = require(entry.getKey(), field, task);
              String value = known.values().parse(entry.getValue());
              if (value == null) {
                throw new InvalidParameter(field, "must be " + known.values().describe());
              }
              put(values, known.name(), value, field);
            });
    return new HyperParameters(values);
  }

  private static void put(Map<String, String> values, String name, String value, String field) {
    if (values.put(name, value) != null) {
      throw new InvalidParameter(field, "is another name of " + name + ", which is there too");
    }
  }

  private static HyperParameter require(String name, String field, Task task) {
    if (Set.of("objective", "objective_type", "app", "application", "loss").contains(name)) {
      return new HyperParameter("objective", new Word(OBJECTIVES.get(task)));
    }
    if (ELSEWHERE.containsKey(name)) {
      throw new InvalidParameter(
          field, "is not set here: use the job's field " + ELSEWHERE.get(name));
    }
    HyperParameter known = KNOWN.get(name);
    if (known == null) {
      throw new InvalidParameter(field, "is not a parameter that may be set");
    }
    return known;
  }

  private static boolean isMetric(String name) {
    return Set.of("metric", "metrics", "metric_types").contains(name);
  }

  /** Takes one name, a comma-separated text or an array; keeps the order, as the first counts. */
  private static String metrics(JsonNode value, Task task, String field) {
    List<String> names = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(item -> names.add(item.asText()));
    } else if (value.isTextual()) {
      names.addAll(List.of(value.asText().split(",", -1)));
    }
    Set<String> known = Metrics.of(task);
    if (names.isEmpty()
        || !known.containsAll(names)
        || new TreeSet<>(names).size() < names.size()) {
      throw new InvalidParameter(
          field, "must be one or some of " + String.join(", ", new TreeSet<>(known)));
    }
    return String.join(",", names);
  }

  private static Map<String, String> elsewhere() {
    Map<String, String> names = new HashMap<>();
    for (String name :
        List.of(
            "num_iterations",
            "num_iteration",
            "n_iter",
            "num_tree",
            "num_trees",
            "num_round",
            "num_rounds",
            "nrounds",
            "num_boost_round",
            "n_estimators",
            "max_iter")) {
      names.put(name, "rounds");
    }
    for (String name :
        List.of(
            "early_stopping_round",
            "early_stopping_rounds",
            "early_stopping",
            "n_iter_no_change")) {
      names.put(name, "earlyStoppingRounds");
    }
    for (String name : List.of("seed", "random_seed", "random_state")) {
      names.put(name, "seed");
    }
    names.put("task", "task");
    names.put("task_type", "task");
    return Map.copyOf(names);
  }

  private static Map<String, HyperParameter> known() {
    Map<String, HyperParameter> all = new HashMap<>();
    Real rest = new Real(0, Double.MAX_VALUE, false);
    Real above = new Real(0, Double.MAX_VALUE, true);
    Real share = new Real(0, 1, true);
    Flag flag = new Flag();
    Whole count = new Whole(0, INT);
    add(all, "boosting boosting_type boost", new Word(Set.of("gbdt", "goss")));
    add(all, "data_sample_strategy", new Word(Set.of("bagging", "goss")));
    add(all, "learning_rate shrinkage_rate eta", above);
    add(all, "num_leaves num_leaf max_leaves max_leaf max_leaf_nodes", new Whole(2, 131_072));
    add(all, "max_depth", new Whole(-1, 1_000));
    add(
        all,
        "min_data_in_leaf min_data_per_leaf min_data min_child_samples min_samples_leaf",
        count);
    add(
        all,
        "min_sum_hessian_in_leaf min_sum_hessian_per_leaf min_sum_hessian min_hessian"
            + " min_child_weight",
        rest);
    add(all, "bagging_fraction sub_row subsample bagging", share);
    add(all, "pos_bagging_fraction pos_sub_row pos_subsample pos_bagging", share);
    add(all, "neg_bagging_fraction neg_sub_row neg_subsample neg_bagging", share);
    add(all, "bagging_freq subsample_freq", count);
    add(all, "bagging_seed bagging_fraction_seed", count);
    add(all, "feature_fraction sub_feature colsample_bytree", share);
    add(all, "feature_fraction_bynode sub_feature_bynode colsample_bynode", share);
    add(all, "feature_fraction_seed", count);
    add(all, "extra_trees extra_tree", flag);
    add(all, "extra_seed", count);
    add(all, "max_delta_step max_tree_output max_leaf_output", rest);
    add(all, "lambda_l1 reg_alpha l1_regularization", rest);
    add(all, "lambda_l2 reg_lambda lambda l2_regularization", rest);
    add(all, "min_gain_to_split min_split_gain", rest);
    add(all, "top_rate", new Real(0, 1, false));
    add(all, "other_rate", new Real(0, 1, false));
    add(all, "min_data_per_group", new Whole(1, INT));
    add(all, "max_cat_threshold", new Whole(1, INT));
    add(all, "cat_l2", rest);
    add(all, "cat_smooth", rest);
    add(all, "max_cat_to_onehot", new Whole(1, INT));
    add(all, "path_smooth", rest);
    add(all, "max_bin max_bins", new Whole(2, 65_535));
    add(all, "min_data_in_bin", new Whole(1, INT));
    add(all, "bin_construct_sample_cnt subsample_for_bin", new Whole(1, INT));
    add(all, "data_random_seed data_seed", count);
    add(all, "is_enable_sparse is_sparse enable_sparse sparse", flag);
    add(all, "enable_bundle is_enable_bundle bundle", flag);
    add(all, "use_missing", flag);
    add(all, "zero_as_missing", flag);
    add(all, "feature_pre_filter", flag);
    add(all, "is_unbalance unbalance unbalanced_sets", flag);
    add(all, "scale_pos_weight", above);
    add(all, "boost_from_average", flag);
    add(all, "sigmoid", above);
    add(all, "alpha", new Real(0, Double.MAX_VALUE, true));
    add(all, "fair_c", above);
    add(all, "poisson_max_delta_step", above);
    add(all, "lambdarank_truncation_level", new Whole(1, INT));
    add(all, "lambdarank_norm", flag);
    add(all, "tweedie_variance_power", new Real(1, 1.999, false));
    add(all, "num_threads num_thread nthread nthreads n_jobs", new Whole(1, 1_024));
    add(all, "force_col_wise", flag);
    add(all, "force_row_wise", flag);
    add(all, "deterministic", flag);
    return Map.copyOf(all);
  }

  /**
   * @param names the name and its aliases, with blanks between
   */
  private static void add(Map<String, HyperParameter> all, String names, Values values) {
    List<String> parts = List.of(names.split(" "));
    HyperParameter parameter = new HyperParameter(parts.get(0), values);
    parts.forEach(name -> all.put(name, parameter));
  }
}
