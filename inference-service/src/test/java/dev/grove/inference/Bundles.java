package dev.grove.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.bundle.BundleManifest;
import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.Fallback;
import dev.grove.bundle.GoldenRow;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Labels;
import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Prior;
import dev.grove.bundle.Row;
import dev.grove.bundle.Task;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.bundle.features.FittedFeature;
import dev.grove.bundle.trees.Forest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Small whole bundles whose trees are written by hand; the seed makes one unlike the other. */
public final class Bundles {
  private static final InputSchema INPUT =
      new InputSchema(
          List.of(
              new Column("title", ColumnType.STRING),
              new Column("brand", ColumnType.STRING),
              new Column("price", ColumnType.DOUBLE),
              new Column("reviews", ColumnType.INTEGER),
              new Column("in_stock", ColumnType.BOOLEAN),
              new Column("listed", ColumnType.DATE)),
          new Cleaning(true, List.of("", "NA", "NaN")));

  private static final String END =
      "end of trees\n\nfeature_importances:\n\nparameters:\nend of parameters\n\n"
          + "pandas_categorical:null\n";

  private Bundles() {}

  /** Three classes; the target is {@code category}, the key {@code product_id}. */
  public static ModelBundle products(int seed) {
    return bundle(
        seed,
        new Labels(Task.MULTICLASS, "category", List.of("Books", "Garden", "Toys & Games")),
        "multiclass num_class:3",
        3);
  }

  /** Two classes; the target is called as a field of the answer. */
  public static ModelBundle labels(int seed) {
    return bundle(
        seed, new Labels(Task.BINARY, "label", List.of("no", "yes")), "binary sigmoid:1", 1);
  }

  /** A regression on {@code value}. */
  public static ModelBundle values(int seed) {
    return bundle(seed, new Labels(Task.REGRESSION, "value", List.of()), "regression", 1);
  }

  /** A regression with trees of some size, no two bundles of which share a number. */
  public static ModelBundle large(int trees, int leaves, int seed) {
    return bundle(
        seed,
        new Labels(Task.REGRESSION, "value", List.of()),
        encoding -> largeText(seed, encoding, trees, leaves));
  }

  /** As it is, with a fallback forest of another seed and a prior that prefers the first class. */
  public static ModelBundle withFallback(ModelBundle bundle, int seed) {
    int outputs = bundle.labels().outputs();
    String objective =
        bundle
            .modelText()
            .lines()
            .filter(line -> line.startsWith("objective="))
            .findFirst()
            .orElseThrow()
            .substring("objective=".length());
    String text = modelText(seed, bundle.encoding(), objective, outputs);
    Forest forest = Forest.parse(text);
    List<List<Double>> goldenScores = new ArrayList<>();
    for (GoldenRow row : bundle.golden()) {
      goldenScores.add(golden(bundle.encoding(), forest, row.raw()).rawScores());
    }
    int classes = bundle.labels().classes().size();
    long[] counts = new long[classes];
    for (int k = 0; k < classes; k++) {
      counts[k] = classes - k;
    }
    Prior prior = classes == 0 ? Prior.ofNumbers(2.5, 2) : Prior.ofCounts(counts);
    return with(
        bundle, bundle.forest(), new Fallback(prior, List.of("price"), text, forest, goldenScores));
  }

  /** A bundle that nobody verified: its model's forest takes one feature more than there are. */
  public static ModelBundle thatThrows(ModelBundle bundle) {
    String wider =
        bundle
            .modelText()
            .replaceFirst("max_feature_idx=\\d+", "max_feature_idx=" + bundle.encoding().size())
            .replaceFirst("feature_names=", "feature_names=one_more ")
            .replaceFirst("feature_infos=", "feature_infos=none ");
    return with(bundle, Forest.parse(wider), bundle.fallback());
  }

  private static ModelBundle with(ModelBundle bundle, Forest forest, Fallback fallback) {
    return new ModelBundle(
        bundle.input(),
        bundle.encoding(),
        bundle.labels(),
        bundle.modelText(),
        forest,
        bundle.golden(),
        bundle.evaluation(),
        bundle.lineage(),
        fallback,
        bundle.reference());
  }

  private static ModelBundle bundle(int seed, Labels labels, String objective, int trees) {
    return bundle(seed, labels, encoding -> modelText(seed, encoding, objective, trees));
  }

  private static ModelBundle bundle(
      int seed, Labels labels, Function<FeatureEncoding, String> modelText) {
    FeatureEncoding encoding =
        FeatureEncoding.of(
            INPUT,
            List.of(
                new FittedFeature.Numeric("price", "none", null),
                new FittedFeature.Numeric("reviews", "none", null),
                new FittedFeature.Category("brand", List.of("Acme", "Globex")),
                new FittedFeature.Numeric("listed", "epoch_days", null),
                new FittedFeature.Text("title", "word", 1, 1, 64, true)));
    String text = modelText.apply(encoding);
    Forest forest = Forest.parse(text);
    List<GoldenRow> golden = new ArrayList<>();
    golden.add(golden(encoding, forest, row("Red garden hose", "Acme", "19.5", "12")));
    golden.add(golden(encoding, forest, row(null, "Nobody", null, "-3")));
    return new ModelBundle(
        INPUT,
        encoding,
        labels,
        text,
        forest,
        golden,
        evaluation(),
        new BundleManifest.Lineage(
            "products", "d1", "default", "r" + seed, "0.1", "4.3.0", Map.of("num_leaves", "2")));
  }

  private static JsonNode evaluation() {
    try {
      return new ObjectMapper()
          .readTree(
              """
              {"leftOut": [{"column": "product_id", "reason": "key"},
                           {"column": "shop", "reason": "constant"}]}\
              """);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> row(String title, String brand, String price, String reviews) {
    Map<String, String> row = new HashMap<>();
    row.put("title", title);
    row.put("brand", brand);
    row.put("price", price);
    row.put("reviews", reviews);
    row.put("in_stock", "true");
    row.put("listed", "2026-01-31");
    return row;
  }

  private static GoldenRow golden(
      FeatureEncoding encoding, Forest forest, Map<String, String> raw) {
    Row row = INPUT.newRow();
    raw.forEach((column, value) -> row.setText(INPUT.indexOf(column), value));
    FeatureVector vector = new FeatureVector(encoding.size());
    encoding.encode(row, vector);
    vector.sortTouched();
    List<Integer> indices = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int k = 0; k < vector.touched(); k++) {
      double value = vector.get(vector.touchedIndex(k));
      indices.add(vector.touchedIndex(k));
      values.add(Double.isNaN(value) ? null : value);
    }
    double[] scores = new double[forest.outputs()];
    forest.rawScores(vector, scores);
    return new GoldenRow(raw, indices, values, Arrays.stream(scores).boxed().toList());
  }

  /** Each tree splits on the price at 10, and then on the reviews at 100. */
  private static String modelText(int seed, FeatureEncoding encoding, String objective, int trees) {
    StringBuilder text = new StringBuilder(header(encoding, trees, objective));
    for (int tree = 0; tree < trees; tree++) {
      double base = (tree + 1) * 0.25 + seed * 0.125 * (tree - 1.5);
      text.append("Tree=").append(tree).append('\n');
      text.append("num_leaves=3\nnum_cat=0\nsplit_feature=0 1\nsplit_gain=2 1\n");
      text.append("threshold=10 100\ndecision_type=8 8\nleft_child=-1 -2\nright_child=1 -3\n");
      text.append("leaf_value=" + base + " " + -base + " " + (base * 3) + "\n");
      text.append("leaf_weight=1 1 1\nleaf_count=1 1 1\ninternal_value=0 0\n");
      text.append("internal_weight=3 2\ninternal_count=3 2\nis_linear=0\nshrinkage=1\n\n\n");
    }
    return text.append(END).toString();
  }

  private static String header(FeatureEncoding encoding, int outputs, String objective) {
    int size = encoding.size();
    return "tree\nversion=v4\nnum_class="
        + outputs
        + "\nnum_tree_per_iteration="
        + outputs
        + "\nlabel_index=0\nmax_feature_idx="
        + (size - 1)
        + "\nobjective="
        + objective
        + "\nfeature_names="
        + String.join(" ", encoding.names())
        + "\nfeature_infos="
        + "none ".repeat(size).strip()
        + "\n\n";
  }

  /** Each tree is a chain: from node to node to the right, a leaf at every left. */
  private static String largeText(int seed, FeatureEncoding encoding, int trees, int leaves) {
    SplittableRandom random = new SplittableRandom(seed);
    int nodes = leaves - 1;
    StringBuilder text = new StringBuilder(header(encoding, 1, "regression"));
    for (int tree = 0; tree < trees; tree++) {
      text.append("Tree=").append(tree).append("\nnum_leaves=").append(leaves);
      text.append("\nnum_cat=0\n");
      line(text, "split_feature", nodes, i -> i % 2);
      line(text, "split_gain", nodes, i -> 1);
      line(text, "threshold", nodes, i -> 1 + random.nextDouble());
      line(text, "decision_type", nodes, i -> 8);
      line(text, "left_child", nodes, i -> -(i + 1));
      line(text, "right_child", nodes, i -> i + 1 < nodes ? i + 1 : -leaves);
      line(text, "leaf_value", leaves, i -> 1 + random.nextDouble());
      line(text, "leaf_weight", leaves, i -> 1);
      line(text, "leaf_count", leaves, i -> 1);
      line(text, "internal_value", nodes, i -> 0);
      line(text, "internal_weight", nodes, i -> 1);
      line(text, "internal_count", nodes, i -> 2);
      text.append("is_linear=0\nshrinkage=1\n\n\n");
    }
    return text.append(END).toString();
  }

  private static void line(StringBuilder text, String name, int size, IntFunction<Number> value) {
    text.append(name).append('=');
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : " ").append(value.apply(i));
    }
    text.append('\n');
  }
}
