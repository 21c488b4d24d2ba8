package dev.grove.bundle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.bundle.features.FittedFeature;
import dev.grove.bundle.trees.Forest;
import dev.grove.bundle.trees.TrainedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Bundles of small models that LightGBM trained over raw rows with all six kinds of features. */
final class BundleFixture {
  private static final int ROWS = 400;
  private static final String TARGET = "category";
  private static final String FALLBACK = " boosting=rf bagging_freq=1 bagging_fraction=0.6";

  static final InputSchema INPUT =
      new InputSchema(
          List.of(
              new Column("Product Title", ColumnType.STRING),
              new Column("brand", ColumnType.STRING),
              new Column("price", ColumnType.DOUBLE),
              new Column("reviews", ColumnType.INTEGER),
              new Column("since", ColumnType.DATE)),
          Cleaning.DEFAULT);

  static final FeatureEncoding ENCODING =
      FeatureEncoding.of(
          INPUT,
          List.of(
              new FittedFeature.Numeric("price", "log1p", null),
              new FittedFeature.Numeric("reviews", "none", 3.0),
              new FittedFeature.Numeric("since", "day_of_week", null),
              new FittedFeature.Category("brand", List.of("Acme", "Böse & Co", "日本")),
              new FittedFeature.Hash("brand", 32),
              new FittedFeature.Cross(
                  List.of("brand", "price"), List.of(List.of(), List.of(0.1, 12.5)), 64),
              new FittedFeature.Text("Product Title", "word", 1, 2, 64, true),
              new FittedFeature.Text("Product Title", "char_wb", 3, 5, 128, true),
              new FittedFeature.TextStats("Product Title", List.of("tv"))));

  private BundleFixture() {}

  static ModelBundle binary() {
    return bundle(Labels.ofClasses(Task.BINARY, TARGET, List.of("other", "TV")), "binary");
  }

  static ModelBundle multiclass() {
    return bundle(
        Labels.ofClasses(Task.MULTICLASS, TARGET, List.of("tv", "phone", "😀", "\uff5e")),
        "multiclass num_class=4");
  }

  static ModelBundle regression() {
    return bundle(new Labels(Task.REGRESSION, TARGET, List.of()), "regression");
  }

  /** Ranks the rows in groups of 20. */
  static ModelBundle ranking() {
    return bundle(new Labels(Task.RANKING, TARGET, List.of()), "lambdarank");
  }

  static List<Map<String, String>> rows() {
    Random random = new Random(42);
    String[] titles = {"Samsung 32\" TV", "Galaxy S9 phone", " Apple\u00a0iPhone", "?", "télé LED"};
    String[] brands = {"Acme", " Böse & Co ", "日本", "unknown", "NA", ""};
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Map<String, String> row = new HashMap<>();
      row.put("Product Title", titles[random.nextInt(titles.length)] + " " + random.nextInt(50));
      row.put("brand", brands[random.nextInt(brands.length)]);
      row.put("price", random.nextInt(5) == 0 ? null : Double.toString(random.nextDouble() * 30));
      row.put("reviews", random.nextInt(9) == 0 ? "?" : "0" + random.nextInt(100));
      row.put("since", "2026-11-" + (10 + random.nextInt(20)));
      row.put(TARGET, "whatever");
      rows.add(row);
    }
    return rows;
  }

  private static ModelBundle bundle(Labels labels, String objective) {
    List<Map<String, String>> rows = rows();
    double[][] encoded = new double[rows.size()][];
    float[] answers = new float[rows.size()];
    Row row = INPUT.newRow();
    FeatureVector vector = ENCODING.newVector();
    for (int i = 0; i < encoded.length; i++) {
      row.clear();
      rows.get(i)
          .forEach(
              (column, text) -> {
                if (!column.equals(TARGET)) {
                  row.setText(INPUT.indexOf(column), text);
                }
              });
      ENCODING.encode(row, vector);
      encoded[i] = vector.toArray();
      String title = rows.get(i).get("Product Title");
      answers[i] =
          switch (labels.task()) {
            case BINARY -> title.contains("TV") ? 1 : 0;
            case MULTICLASS -> title.length() % 4;
            case REGRESSION -> title.length() + title.length() / 7f;
            case RANKING -> title.length() % 5;
          };
    }
    int[] groups = null;
    if (labels.task() == Task.RANKING) {
      groups = new int[ROWS / 20];
      Arrays.fill(groups, 20);
    }
    TrainedModel model = TrainedModel.train(encoded, answers, groups, parameters(objective), 12);
    List<GoldenRow> golden =
        IntStream.range(0, 20)
            .mapToObj(i -> GoldenRow.of(INPUT, ENCODING, rows.get(i), model.rawScores(i)))
            .toList();
    TrainedModel small =
        TrainedModel.train(encoded, answers, groups, parameters(objective) + FALLBACK, 4);
    Fallback fallback =
        new Fallback(
            prior(labels),
            List.of("Product Title", "since"),
            small.text(),
            Forest.parse(small.text()),
            IntStream.range(0, 20)
                .mapToObj(i -> DoubleStream.of(small.rawScores(i)).boxed().toList())
                .toList());
    ObjectNode evaluation = JsonNodeFactory.instance.objectNode();
    evaluation.put("task", labels.task().wireName()).put("rounds", 12).put("auc", 0.1 + 0.2);
    return new ModelBundle(
        INPUT,
        ENCODING,
        labels,
        model.text(),
        Forest.parse(model.text()),
        golden,
        evaluation,
        new BundleManifest.Lineage(
            "products",
            "ab".repeat(32),
            "default",
            "0123456789abcdef0123456789abcdef",
            null,
            "4.3.0",
            Map.of("num_leaves", "7", "learning_rate", "0.1")),
        fallback,
        null);
  }

  private static Prior prior(Labels labels) {
    return switch (labels.task()) {
      case BINARY -> Prior.ofCounts(new long[] {3, 1});
      case MULTICLASS -> Prior.ofCounts(new long[] {1, 0, 4, 2});
      case REGRESSION, RANKING -> Prior.ofNumbers(1.25, 0.1);
    };
  }

  private static String parameters(String objective) {
    StringBuilder categorical = new StringBuilder();
    for (int place : ENCODING.categorical()) {
      categorical.append(categorical.isEmpty() ? "" : ",").append(place);
    }
    return "objective="
        + objective
        + " num_leaves=7 min_data_in_leaf=5 num_threads=1 verbosity=-1 seed=1"
        + " deterministic=true categorical_feature="
        + categorical;
  }
}
