package dev.grove.local.api;

import java.util.List;
import java.util.Map;

/** How good a model is, measured on rows that it was not trained on. */
public record Evaluation(
    String task,
    int rounds,
    int bestRound,
    Map<String, Metrics> splits,
    Confusion confusion,
    List<Importance> importances,
    List<LeftOut> leftOut) {
  public Evaluation {
    splits = Map.copyOf(splits);
    importances = importances == null ? List.of() : List.copyOf(importances);
    leftOut = leftOut == null ? List.of() : List.copyOf(leftOut);
  }

  /** One split's; what its task does not have is null. */
  public record Metrics(
      long rows,
      Double accuracy,
      Double auc,
      Double logLoss,
      Averages precision,
      Averages recall,
      Averages f1,
      List<ClassMetrics> classes,
      Double rmse,
      Double mae,
      Double r2) {
    public Metrics {
      classes = classes == null ? List.of() : List.copyOf(classes);
    }
  }

  /** Over the classes: by their rows, and each alike. */
  public record Averages(Double weighted, Double macro) {}

  /** One class's. */
  public record ClassMetrics(
      String label, Double precision, Double recall, Double f1, long support) {}

  /** Rows are true, columns predicted. */
  public record Confusion(List<String> labels, List<List<Long>> counts) {}

  /** What a feature brought. */
  public record Importance(String feature, double gain, long splits) {}

  /** A column that is no input, and why. */
  public record LeftOut(String column, String reason) {}
}
