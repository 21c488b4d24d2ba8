package dev.grove.bundle.trees;

import java.util.Arrays;
import java.util.List;

/** A kind of model to train: its objective, what its labels look like, and other parameters. */
record ModelCase(String name, String objective, Labels labels, int classes, String parameters) {
  enum Labels {
    REAL,
    POSITIVE,
    BINARY,
    UNIT,
    CLASSES,
    RANKS,
    OWN_GRADIENTS
  }

  private static final int ROWS = 2000;
  private static final int ROUNDS = 25;

  static List<ModelCase> all() {
    String none = "use_missing=false";
    String zero = "zero_as_missing=true";
    String rf = "boosting=rf bagging_freq=1 bagging_fraction=0.6 feature_fraction=0.7";
    return List.of(
        new ModelCase("binary, NaN missing", "binary", Labels.BINARY, 1, ""),
        new ModelCase("binary, zero missing", "binary", Labels.BINARY, 1, zero),
        new ModelCase("binary, none missing", "binary", Labels.BINARY, 1, none),
        new ModelCase("binary, sigmoid", "binary", Labels.BINARY, 1, "sigmoid=0.7"),
        new ModelCase("binary, one category a split", "binary", Labels.BINARY, 1, onehot()),
        new ModelCase("binary, dart", "binary", Labels.BINARY, 1, "boosting=dart drop_rate=0.3"),
        new ModelCase("binary, goss", "binary", Labels.BINARY, 1, "data_sample_strategy=goss"),
        new ModelCase("binary, random forest", "binary", Labels.BINARY, 1, rf),
        new ModelCase("binary, extra trees", "binary", Labels.BINARY, 1, "extra_trees=true"),
        new ModelCase("binary, 60 leaves", "binary", Labels.BINARY, 1, "num_leaves=60"),
        new ModelCase("binary, numbers", "binary", Labels.BINARY, 1, numbers()),
        new ModelCase("multiclass, numbers", "multiclass", Labels.CLASSES, 3, numbers()),
        new ModelCase("regression, zero or a number", "regression", Labels.REAL, 1, zeros()),
        new ModelCase("regression, many numbers", "regression", Labels.REAL, 1, manyNumbers()),
        new ModelCase("multiclass, 64 leaves", "multiclass", Labels.CLASSES, 3, "num_leaves=64"),
        new ModelCase("multiclass, NaN missing", "multiclass", Labels.CLASSES, 4, ""),
        new ModelCase("multiclass, zero missing", "multiclass", Labels.CLASSES, 3, zero),
        new ModelCase("multiclass, none missing", "multiclass", Labels.CLASSES, 3, none),
        new ModelCase("multiclass, absent class", "multiclass", Labels.CLASSES, 6, "max_bin=15"),
        new ModelCase("multiclass, random forest", "multiclass", Labels.CLASSES, 3, rf),
        new ModelCase("multiclassova", "multiclassova", Labels.CLASSES, 4, "sigmoid=1.3"),
        new ModelCase("regression, NaN missing", "regression", Labels.REAL, 1, ""),
        new ModelCase("regression, zero missing", "regression", Labels.REAL, 1, zero),
        new ModelCase("regression, none missing", "regression", Labels.REAL, 1, none),
        new ModelCase("regression, of roots", "regression", Labels.REAL, 1, "reg_sqrt=true"),
        new ModelCase("regression, random forest", "regression", Labels.REAL, 1, rf + " " + zero),
        new ModelCase("regression, linear trees", "regression", Labels.REAL, 1, linear()),
        new ModelCase("regression, linear rooted", "regression", Labels.REAL, 1, linearOfRoots()),
        new ModelCase("regression, monotone", "regression", Labels.REAL, 1, monotone()),
        new ModelCase("regression, no split", "regression", Labels.REAL, 1, "min_data=1500"),
        new ModelCase("regression, large trees", "regression", Labels.REAL, 1, "num_leaves=255"),
        new ModelCase("l1", "regression_l1", Labels.REAL, 1, ""),
        new ModelCase("l1, of roots", "regression_l1", Labels.REAL, 1, "reg_sqrt=true"),
        new ModelCase("huber", "huber", Labels.REAL, 1, ""),
        new ModelCase("fair", "fair", Labels.REAL, 1, ""),
        new ModelCase("quantile", "quantile", Labels.REAL, 1, "alpha=0.3"),
        new ModelCase("mape", "mape", Labels.POSITIVE, 1, ""),
        new ModelCase("poisson", "poisson", Labels.POSITIVE, 1, ""),
        new ModelCase("gamma", "gamma", Labels.POSITIVE, 1, zero),
        new ModelCase("tweedie", "tweedie", Labels.POSITIVE, 1, ""),
        new ModelCase("cross entropy", "cross_entropy", Labels.UNIT, 1, ""),
        new ModelCase("cross entropy lambda", "cross_entropy_lambda", Labels.UNIT, 1, ""),
        new ModelCase("lambdarank", "lambdarank", Labels.RANKS, 1, ""),
        new ModelCase("xendcg", "rank_xendcg", Labels.RANKS, 1, none),
        new ModelCase("own gradients", "none", Labels.OWN_GRADIENTS, 1, ""));
  }

  private static String numbers() {
    return "categorical_feature= num_leaves=100";
  }

  private static String zeros() {
    return "categorical_feature= zero_as_missing=true";
  }

  private static String manyNumbers() {
    return "categorical_feature= num_leaves=255 max_bin=1000";
  }

  private static String onehot() {
    return "max_cat_to_onehot=100";
  }

  private static String linear() {
    return "linear_tree=true linear_lambda=0.1";
  }

  private static String linearOfRoots() {
    return "linear_tree=true linear_lambda=0.01 use_missing=false reg_sqrt=true";
  }

  private static String monotone() {
    return "monotone_constraints=1,0,0,0,0,0,0,0,0,0,1,0,-1,0";
  }

  LightGbm train(long seed) {
    RandomRows random = new RandomRows(seed);
    double[][] rows = random.next(ROWS);
    if (parameters.contains("linear_tree")) {
      // Linear models cannot be fitted to infinite or huge features.
      for (double[] row : rows) {
        row[4] = Math.signum(row[4]);
      }
    }
    float[] label = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      label[i] = (float) label(random.signal(rows[i]));
    }
    int[] groups = null;
    if (labels == Labels.RANKS) {
      groups = new int[ROWS / 20];
      Arrays.fill(groups, 20);
    }
    String all =
        ("objective=%s num_class=%d categorical_feature=%s seed=%d num_threads=1 verbosity=-1"
                + " min_data_in_leaf=5 min_data_per_group=10 cat_smooth=2 deterministic=true %s")
            .formatted(objective, classes, RandomRows.CATEGORICAL, seed, parameters);
    if (parameters.contains("categorical_feature=")) {
      all = all.replace("categorical_feature=" + RandomRows.CATEGORICAL + " ", "");
    }
    if (parameters.contains("min_data=")) {
      all = all.replace("min_data_in_leaf=5 ", "");
    }
    return LightGbm.train(rows, label, groups, all, ROUNDS, labels == Labels.OWN_GRADIENTS);
  }

  private double label(double signal) {
    return switch (labels) {
      case REAL, OWN_GRADIENTS -> signal;
      case POSITIVE -> Math.exp(signal / 2);
      case BINARY -> signal > 0.5 ? 1 : 0;
      case UNIT -> 1 / (1 + Math.exp(-signal));
      case CLASSES, RANKS -> {
        int label = (int) Math.max(0, Math.min(Math.max(classes, 4) - 1, signal + 1.5));
        // The fifth class has no rows where there are six.
        yield classes == 3 ? Math.min(label, 2) : label == 4 ? 3 : label;
      }
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
