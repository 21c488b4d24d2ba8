package dev.grove.training.fit;

import dev.grove.bundle.Task;
import java.util.Set;

/** LightGBM's validation metrics, by the tasks that they measure. */
final class Metrics {
  private static final Set<String> BINARY =
      Set.of("binary_logloss", "binary_error", "auc", "average_precision");
  private static final Set<String> MULTICLASS = Set.of("multi_logloss", "multi_error", "auc_mu");
  private static final Set<String> REGRESSION =
      Set.of(
          "l1", "l2", "rmse", "mape", "huber", "fair", "quantile", "poisson", "gamma", "tweedie");
  private static final Set<String> RANKING = Set.of("ndcg", "map");
  private static final Set<String> HIGHER_IS_BETTER =
      Set.of("auc", "average_precision", "auc_mu", "ndcg", "map");

  private Metrics() {}

  static Set<String> of(Task task) {
    return switch (task) {
      case BINARY -> BINARY;
      case MULTICLASS -> MULTICLASS;
      case REGRESSION -> REGRESSION;
      case RANKING -> RANKING;
    };
  }

  static String standard(Task task) {
    return switch (task) {
      case BINARY -> "binary_logloss";
      case MULTICLASS -> "multi_logloss";
      case REGRESSION -> "rmse";
      case RANKING -> "ndcg";
    };
  }

  /**
   * @param metrics comma-separated; the first one counts
   */
  static boolean higherIsBetter(String metrics) {
    int comma = metrics.indexOf(',');
    return HIGHER_IS_BETTER.contains(comma < 0 ? metrics : metrics.substring(0, comma));
  }
}
