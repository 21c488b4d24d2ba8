package dev.grove.local.serving;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.grove.bundle.BundleFormat;
import dev.grove.bundle.BundleManifest;
import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.GoldenRow;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Labels;
import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Task;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FittedFeature;
import dev.grove.bundle.trees.Forest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model whose every answer tells which version gave it, so that an answer of one version under
 * the name of another cannot pass.
 */
record TellingModel(int version) {
  private static final InputSchema INPUT =
      new InputSchema(
          List.of(new Column("price", ColumnType.DOUBLE), new Column("title", ColumnType.STRING)),
          Cleaning.DEFAULT);
  private static final FeatureEncoding ENCODING =
      FeatureEncoding.of(
          INPUT,
          List.of(
              new FittedFeature.Numeric("price", "none", null),
              new FittedFeature.Text("title", "word", 1, 2, 256, true)));

  /** What it answers to a row of this price. */
  double answer(double price) {
    return version * 1_000 + (price <= 10 ? 1 : 2);
  }

  /**
   * Writes its bundle.
   *
   * @return the digest of its manifest
   */
  String write(Path directory) throws IOException {
    return BundleFormat.write(bundle(), directory);
  }

  private ModelBundle bundle() {
    String text = text();
    return new ModelBundle(
        INPUT,
        ENCODING,
        new Labels(Task.REGRESSION, "telling", List.of()),
        text,
        Forest.parse(text),
        List.of(golden(5), golden(15)),
        JsonNodeFactory.instance.objectNode(),
        new BundleManifest.Lineage(
            "telling", "d1", "default", "r" + version, "0.1", "4.3.0", Map.of()));
  }

  private GoldenRow golden(double price) {
    Map<String, String> raw = Map.of("price", Double.toString(price), "title", "a red lamp");
    return GoldenRow.of(INPUT, ENCODING, raw, new double[] {answer(price)});
  }

  private String text() {
    return """
        tree
        version=v4
        num_class=1
        num_tree_per_iteration=1
        label_index=0
        max_feature_idx=%d
        objective=regression
        feature_names=%s
        feature_infos=%s

        Tree=0
        num_leaves=2
        num_cat=0
        split_feature=0
        split_gain=1
        threshold=10
        decision_type=8
        left_child=-1
        right_child=-2
        leaf_value=%s %s
        leaf_weight=1 1
        leaf_count=1 1
        internal_value=0
        internal_weight=2
        internal_count=2
        is_linear=0
        shrinkage=1


        end of trees

        feature_importances:

        parameters:
        end of parameters

        pandas_categorical:null
        """
        .formatted(
            ENCODING.size() - 1,
            String.join(" ", ENCODING.names()),
            "none ".repeat(ENCODING.size()).strip(),
            answer(0),
            answer(20));
  }
}
