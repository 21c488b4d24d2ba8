package dev.grove.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.bundle.features.FeatureVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BundleFormatTest {
  @TempDir Path directory;

  static Stream<ModelBundle> bundles() {
    return Stream.of(
        BundleFixture.binary(),
        BundleFixture.multiclass(),
        BundleFixture.regression(),
        BundleFixture.ranking());
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void readsWhatItWrote(ModelBundle bundle) throws IOException {
    String sha256 = BundleFormat.write(bundle, directory.resolve("model"));
    ModelBundle read = BundleFormat.read(directory.resolve("model"), sha256);
    assertThat(read.input()).isEqualTo(bundle.input());
    assertThat(read.encoding().features()).isEqualTo(bundle.encoding().features());
    assertThat(read.labels()).isEqualTo(bundle.labels());
    assertThat(read.modelText()).isEqualTo(bundle.modelText());
    assertThat(read.golden()).isEqualTo(bundle.golden());
    assertThat(read.evaluation()).isEqualTo(bundle.evaluation());
    assertThat(read.lineage()).isEqualTo(bundle.lineage());
    assertThat(read.fallback().prior()).isEqualTo(bundle.fallback().prior());
    assertThat(read.fallback().columns()).containsExactly("Product Title", "since");
    assertThat(read.fallback().modelText()).isEqualTo(bundle.fallback().modelText());
    assertThat(read.fallback().goldenScores()).isEqualTo(bundle.fallback().goldenScores());
    assertThat(BundleFormat.read(directory.resolve("model"), null).labels())
        .isEqualTo(bundle.labels());
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void scoresEveryRowAsBeforeAfterReading(ModelBundle bundle) throws IOException {
    ModelBundle read = BundleFormat.read(directory, BundleFormat.write(bundle, directory));
    for (Map<String, String> raw : BundleFixture.rows()) {
      assertThat(scores(read, raw)).isEqualTo(scores(bundle, raw));
    }
  }

  @Test
  void readsBundlesFromBeforeThereWasAFallback() throws IOException {
    ModelBundle old = withoutFallback(BundleFixture.binary());
    String sha256 = BundleFormat.write(old, directory);
    assertThat(directory).isDirectoryNotContaining("glob:**fallback*");
    assertThat(BundleFormat.read(directory, sha256).fallback()).isNull();
  }

  private static ModelBundle withoutFallback(ModelBundle bundle) {
    return new ModelBundle(
        bundle.input(),
        bundle.encoding(),
        bundle.labels(),
        bundle.modelText(),
        bundle.forest(),
        bundle.golden(),
        bundle.evaluation(),
        bundle.lineage());
  }

  private static double[] scores(ModelBundle bundle, Map<String, String> raw) {
    Row row = bundle.input().newRow();
    raw.forEach(
        (column, text) -> {
          if (bundle.input().indexOf(column) >= 0) {
            row.setText(bundle.input().indexOf(column), text);
          }
        });
    FeatureVector vector = bundle.encoding().newVector();
    bundle.encoding().encode(row, vector);
    double[] scores = new double[bundle.forest().outputs()];
    bundle.forest().rawScores(vector, scores);
    return scores;
  }

  @Test
  void writesTheSameBytesForTheSameBundle() throws IOException {
    ModelBundle bundle = BundleFixture.binary();
    String first = BundleFormat.write(bundle, directory.resolve("a"));
    String second = BundleFormat.write(bundle, directory.resolve("b"));
    String reread =
        BundleFormat.write(
            BundleFormat.read(directory.resolve("a"), first), directory.resolve("c"));
    assertThat(second).isEqualTo(first);
    assertThat(reread).isEqualTo(first);
    assertThat(contents(directory.resolve("b"))).isEqualTo(contents(directory.resolve("a")));
  }

  private static Map<String, String> contents(Path directory) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return contents;
  }

  @Test
  void describesTheModelForMlflow() throws IOException {
    BundleFormat.write(
        BundleFixture.multiclass(), directory, Instant.parse("2026-11-22T06:46:42.123456789Z"));
    String width = Integer.toString(BundleFixture.ENCODING.size());
    assertThat(Files.readAllLines(directory.resolve("MLmodel")))
        .startsWith("artifact_path: model", "flavors:", "  lightgbm:")
        .contains(
            "    data: model.lgb",
            "    lgb_version: \"4.3.0\"",
            "    model_class: lightgbm.basic.Booster",
            "    loader_module: mlflow.lightgbm",
            "run_id: \"0123456789abcdef0123456789abcdef\"",
            "utc_time_created: \"2026-11-22 06:46:42.123456\"",
            "  inputs: '[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"float64\", \"shape\":"
                + " [-1, "
                + width
                + "]}}]'",
            "  outputs: '[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"float64\","
                + " \"shape\": [-1, 4]}}]'");
    assertThat(Files.readString(directory.resolve("requirements.txt")))
        .isEqualTo("mlflow\nlightgbm==4.3.0\n");
  }

  @Test
  void quotesYamlSoThatNothingEscapes() {
    assertThat(MlflowModel.quoted("a\"b\\c\n\u0085é😀: #'"))
        .isEqualTo("\"a\\\"b\\\\c\\u000a\\u0085\\u00e9\\U0001f600: #'\"");
    assertThat(MlflowModel.quoted(null)).isEqualTo("null");
  }

  @Test
  void listsEveryFileInTheManifest() throws IOException {
    String sha256 = BundleFormat.write(BundleFixture.regression(), directory);
    byte[] json = Files.readAllBytes(directory.resolve("manifest.json"));
    BundleManifest manifest = BundleFormat.readManifest(json);
    assertThat(Sha256.hex(json)).isEqualTo(sha256);
    assertThat(manifest.files())
        .containsOnlyKeys(
            "MLmodel",
            "encoding.json",
            "evaluation.json",
            "fallback.json",
            "fallback.lgb",
            "golden.json",
            "input.json",
            "labels.json",
            "model.lgb",
            "python_env.yaml",
            "requirements.txt");
    for (Map.Entry<String, BundleManifest.FileDigest> file : manifest.files().entrySet()) {
      byte[] content = Files.readAllBytes(directory.resolve(file.getKey()));
      assertThat(file.getValue()).isEqualTo(BundleManifest.FileDigest.of(content));
    }
    assertThat(manifest.lineage().parameters()).containsEntry("num_leaves", "7");
    assertThat(manifest.lineage().codeVersion()).isNull();
  }

  @Test
  void refusesToWriteIntoADirectoryWithFiles() throws IOException {
    Files.writeString(directory.resolve("x"), "");
    ModelBundle bundle = BundleFixture.regression();
    assertThatThrownBy(() -> BundleFormat.write(bundle, directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not empty");
  }

  @Test
  void refusesToWriteWhatItWouldNotRead() {
    ModelBundle bundle = BundleFixture.binary();
    GoldenRow row = bundle.golden().get(0);
    GoldenRow untrue =
        new GoldenRow(
            row.raw(), row.indices(), row.values(), List.of(Math.nextUp(row.rawScores().get(0))));
    ModelBundle altered =
        new ModelBundle(
            bundle.input(),
            bundle.encoding(),
            bundle.labels(),
            bundle.modelText(),
            bundle.forest(),
            List.of(row, untrue),
            bundle.evaluation(),
            bundle.lineage());
    assertThatThrownBy(() -> BundleFormat.write(altered, directory))
        .isInstanceOf(InvalidBundle.class)
        .hasMessage("golden.json: row 1 has other raw scores");
    assertThat(directory).isEmptyDirectory();
  }
}
