package dev.grove.local.demo;

import dev.grove.local.TextTable;
import dev.grove.local.api.Evaluation;
import dev.grove.local.api.Evaluation.Averages;
import dev.grove.local.api.Evaluation.ClassMetrics;
import dev.grove.local.api.Evaluation.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/** An evaluation on one screen: figures per part, then per class, then where it errs. */
record EvaluationReport(Evaluation evaluation) {
  private static final int MOST_CLASSES = 12;
  private static final int MOST_FEATURES = 5;

  List<String> lines() {
    List<String> lines = new ArrayList<>(figures());
    Metrics test = evaluation.splits().get("test");
    if (test != null && !test.classes().isEmpty() && test.classes().size() <= MOST_CLASSES) {
      lines.add("");
      lines.addAll(classes(test));
    }
    Evaluation.Confusion confusion = evaluation.confusion();
    if (confusion != null && confusion.labels().size() <= MOST_CLASSES) {
      lines.add("");
      lines.addAll(confusion(confusion));
    }
    lines.addAll(columns());
    return lines;
  }

  private List<String> figures() {
    List<String> parts =
        evaluation.splits().keySet().stream().sorted((a, b) -> b.compareTo(a)).toList();
    List<String> header = new ArrayList<>(List.of("metric"));
    header.addAll(parts);
    TextTable table = new TextTable(header.toArray(String[]::new));
    add(table, parts, "rows", metrics -> String.format(Locale.ROOT, "%,d", metrics.rows()));
    add(table, parts, "accuracy", metrics -> figure(metrics.accuracy()));
    add(table, parts, "AUC", metrics -> figure(metrics.auc()));
    add(table, parts, "log-loss", metrics -> figure(metrics.logLoss()));
    averages(table, parts, "precision", Metrics::precision);
    averages(table, parts, "recall", Metrics::recall);
    averages(table, parts, "F1", Metrics::f1);
    add(table, parts, "RMSE", metrics -> figure(metrics.rmse()));
    add(table, parts, "MAE", metrics -> figure(metrics.mae()));
    add(table, parts, "R2", metrics -> figure(metrics.r2()));
    return table.lines();
  }

  private void averages(
      TextTable table, List<String> parts, String name, Function<Metrics, Averages> averages) {
    add(table, parts, name + ", weighted", metrics -> weighted(averages.apply(metrics)));
    add(table, parts, name + ", macro", metrics -> macro(averages.apply(metrics)));
  }

  private static String weighted(Averages averages) {
    return averages == null ? "" : figure(averages.weighted());
  }

  private static String macro(Averages averages) {
    return averages == null ? "" : figure(averages.macro());
  }

  /** Adds a row, unless no part has the metric. */
  private void add(
      TextTable table, List<String> parts, String name, Function<Metrics, String> figure) {
    List<Object> cells = new ArrayList<>(List.of(name));
    for (String part : parts) {
      cells.add(figure.apply(evaluation.splits().get(part)));
    }
    if (!cells.subList(1, cells.size()).stream().allMatch(cell -> cell.equals(""))) {
      table.add(cells.toArray());
    }
  }

  private static List<String> classes(Metrics test) {
    TextTable table = new TextTable("class (test)", "precision", "recall", "F1", "rows");
    for (ClassMetrics one : test.classes()) {
      table.add(
          one.label(),
          figure(one.precision()),
          figure(one.recall()),
          figure(one.f1()),
          String.format(Locale.ROOT, "%,d", one.support()));
    }
    return table.lines();
  }

  private static List<String> confusion(Evaluation.Confusion confusion) {
    List<String> header = new ArrayList<>(List.of("true \\ predicted"));
    IntStream.rangeClosed(1, confusion.labels().size())
        .forEach(number -> header.add("(" + number + ")"));
    TextTable table = new TextTable(header.toArray(String[]::new));
    for (int row = 0; row < confusion.labels().size(); row++) {
      List<Object> cells = new ArrayList<>();
      cells.add("(" + (row + 1) + ") " + TextTable.shorten(confusion.labels().get(row)));
      cells.addAll(confusion.counts().get(row));
      table.add(cells.toArray());
    }
    return table.lines();
  }

  private List<String> columns() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "   strongest   "
            + String.join(
                ", ",
                evaluation.importances().stream()
                    .limit(MOST_FEATURES)
                    .map(Evaluation.Importance::feature)
                    .toList()));
    for (Evaluation.LeftOut column : evaluation.leftOut()) {
      lines.add("   left out    " + column.column() + ": " + column.reason());
    }
    return lines;
  }

  private static String figure(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.4f", value);
  }
}
