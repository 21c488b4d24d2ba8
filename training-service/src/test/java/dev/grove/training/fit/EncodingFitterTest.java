package dev.grove.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Task;
import dev.grove.bundle.features.Feature;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FeatureSpec;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.bundle.features.FittedFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodingFitterTest {
  private static final Column TARGET = new Column("y", ColumnType.DOUBLE);

  private static final Dataset.Schema SCHEMA =
      new Dataset.Schema(
          List.of(
              new Column("n", ColumnType.INTEGER),
              new Column("s", ColumnType.STRING),
              TARGET,
              new Column("k", ColumnType.STRING)),
          "k",
          "y",
          Task.REGRESSION,
          new Cleaning(true, List.of("NA")));

  @TempDir Path directory;

  @Test
  void vocabulariesMediansAndEdgesComeFromTrainingRows() throws Exception {
    FeatureEncoding encoding =
        fit(
            """
            y,n,s,k
            1,1,b,p
            2,2,\uD83D\uDE00,q
            3,,\uFF5E,r
            4,9,a,s
            ,100,never,t
            5,10,,u
            6,3,"",v
            """,
            List.of(
                new Feature.Numeric("n", "log1p", "median"),
                new Feature.Category("s"),
                new Feature.Category("n"),
                new Feature.Cross(List.of("n", "s"), 2, 64)));
    assertThat(encoding.features())
        .containsExactly(
            new FittedFeature.Numeric("n", "log1p", StrictMath.log1p(3)),
            new FittedFeature.Category("s", List.of("", "a", "b", "\uFF5E", "\uD83D\uDE00")),
            new FittedFeature.Category("n", List.of("1", "10", "2", "3", "9")),
            new FittedFeature.Cross(List.of("n", "s"), List.of(List.of(3.0), List.of()), 64));
  }

  @Test
  void defaultsAreThoseThatTheSpecNames() throws Exception {
    FeatureEncoding encoding =
        fit(
            "y,n,s,k\n1,1,b,p\n",
            List.of(
                new Feature.Numeric("n", null, null),
                new Feature.Hash("s", null),
                new Feature.Text("s", null, null, null, null, null),
                new Feature.Text("s", "char_wb", null, null, null, false),
                new Feature.TextStats("s", null)));
    assertThat(encoding.features())
        .containsExactly(
            new FittedFeature.Numeric("n", "none", null),
            new FittedFeature.Hash("s", 1_024),
            new FittedFeature.Text("s", "word", 1, 2, 4_096, true),
            new FittedFeature.Text("s", "char_wb", 3, 5, 16_384, false),
            new FittedFeature.TextStats("s", List.of()));
  }

  @Test
  void rowsAreEncodedAsTheyWillBeServed() throws Exception {
    Path file = directory.resolve("train.csv");
    Files.writeString(file, "s,n,y,k\n\" a \",3,1,p\n,,2,q\n");
    FeatureSpec spec =
        new FeatureSpec(List.of(new Feature.Numeric("n", null, null), new Feature.Category("s")));
    FeatureEncoding encoding = fit(Files.readString(file), spec.features());
    FeatureVector vector = new FeatureVector(encoding.size());
    try (SplitReader reader = new SplitReader(file, SCHEMA.only(FeatureColumns.of(spec)), TARGET)) {
      assertThat(reader.next()).isTrue();
      encoding.encode(reader.row(), vector);
      assertThat(vector.toArray()).containsExactly(3, 0);
      assertThat(reader.targetNumber()).isEqualTo(1);
      assertThat(reader.next()).isTrue();
      encoding.encode(reader.row(), vector);
      assertThat(vector.toArray()).containsExactly(Double.NaN, Double.NaN);
      assertThat(reader.raw(0)).isNull();
      assertThat(reader.next()).isFalse();
    }
  }

  @Test
  void impossibleFeaturesAreNamed() {
    String category = "{\"kind\":\"category\",\"column\":";
    assertRefused("features.features[1]", category + "\"s\"}," + category + "\"no\"}");
    assertRefused("features.features[0]", category + "\"y\"}");
    assertRefused("features.features[0]", category + "\"k\"}");
    assertRefused("features.features[0].column", category + "null}");
    String numeric = "{\"kind\":\"numeric\",\"column\":";
    assertRefused("features.features[0].transform", numeric + "\"n\",\"transform\":\"sqrt\"}");
    assertRefused("features.features[0].missing", numeric + "\"n\",\"missing\":\"zero\"}");
    assertRefused("features.features[0].column", numeric + "\"s\"}");
    String hash = "{\"kind\":\"hash\",\"column\":\"s\",\"buckets\":";
    assertRefused("features.features[0].buckets", hash + "-1}");
    assertRefused("features.features[0].buckets", hash + "2147483647}");
    assertRefused(
        "features.features[0].bins", "{\"kind\":\"cross\",\"columns\":[\"n\",\"s\"],\"bins\":1}");
    assertRefused("features.features[0].columns", "{\"kind\":\"cross\"}");
    assertRefused("features", "");
  }

  private static void assertRefused(String field, String features) {
    InputSchema input = SCHEMA.inputs("y", null);
    assertThatThrownBy(
            () ->
                SpecCheck.check(
                    SpecCheck.read(
                        new ObjectMapper().readTree("{\"features\":[" + features + "]}")),
                    input))
        .isInstanceOfSatisfying(
            InvalidParameter.class, refused -> assertThat(refused.field()).isEqualTo(field));
  }

  private FeatureEncoding fit(String csv, List<Feature> features) throws IOException {
    Path file = Files.writeString(directory.resolve("fit.csv"), csv);
    FeatureSpec spec = new FeatureSpec(features);
    Targets targets = Targets.of(Task.REGRESSION, TARGET, Set.of());
    try (SplitReader reader = new SplitReader(file, SCHEMA.only(FeatureColumns.of(spec)), TARGET)) {
      TrainingColumns columns =
          TrainingColumns.read(reader, targets, FeatureColumns.readAsText(spec));
      return new EncodingFitter(columns).fit(spec, SCHEMA);
    }
  }
}
