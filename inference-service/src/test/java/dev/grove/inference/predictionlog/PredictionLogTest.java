package dev.grove.inference.predictionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.inference.Bundles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionLogTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @TempDir Path root;

  private PredictionLog log(String... properties) {
    Map<String, String> map = new HashMap<>();
    map.put("grove.prediction-log.files.directory", root.toString());
    for (int i = 0; i < properties.length; i += 2) {
      map.put("grove.prediction-log." + properties[i], properties[i + 1]);
    }
    PredictionLogConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(PredictionLogConfig.class)
            .withSources(new PropertiesConfigSource(map, "test", 100))
            .build()
            .getConfigMapping(PredictionLogConfig.class);
    return new PredictionLog(config, registry);
  }

  /** The lines of all files, once the last one is packed. */
  private List<JsonNode> lines() throws Exception {
    List<Path> files = files();
    for (int i = 0; i < 1_000 && !files.stream().allMatch(PredictionLogTest::isPacked); i++) {
      Thread.sleep(10);
      files = files();
    }
    assertThat(files).allMatch(PredictionLogTest::isPacked);
    List<JsonNode> lines = new ArrayList<>();
    for (Path file : files) {
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
          lines.add(new ObjectMapper().readTree(line));
        }
      }
    }
    return lines;
  }

  private static boolean isPacked(Path file) {
    return file.toString().endsWith(".jsonl.gz");
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(root)) {
      return files.filter(f -> f.toString().contains(".jsonl")).sorted().toList();
    }
  }

  @Test
  void keepsAllButWhatIsLeftOut() throws Exception {
    PredictionLog log = log("to", "lines", "leave-out", "title,brand");
    Rows products = Rows.products();
    Rows values = new Rows("values", Bundles.values(1));
    for (int i = 0; i < 100; i++) {
      log.answered(products.answered("secret " + i, String.valueOf(i), "1"));
      log.answered(values.answered("secret " + i, String.valueOf(i), "1"));
    }
    log.stop(null);
    List<JsonNode> lines = lines();
    assertThat(lines).hasSize(200);
    assertThat(lines.toString()).doesNotContain("secret").doesNotContain("title");
    assertThat(lines.get(198).at("/inputs/price").doubleValue()).isEqualTo(99);
    assertThat(lines.get(199).get("model").asText()).isEqualTo("values");
    assertThat(lines.get(199).at("/outputs/prediction").isNumber()).isTrue();
    assertThat(registry.get("grove.prediction.log.written").counter().count()).isEqualTo(200);
    log.close();
  }

  @Test
  void keepsASampleOfEachModel() throws Exception {
    PredictionLog log =
        log("to", "lines", "share", "0.25", "shares.values", "0", "shares.\"all of it\"", "1");
    Rows products = Rows.products();
    Rows values = new Rows("values", Bundles.values(1));
    Rows all = new Rows("all of it", Bundles.values(1));
    for (int i = 0; i < 2_000; i++) {
      log.answered(products.answered("x", "1", "1"));
      log.answered(values.answered("x", "1", "1"));
      log.answered(all.answered("x", "1", "1"));
    }
    log.stop(null);
    List<String> models = lines().stream().map(line -> line.get("model").asText()).toList();
    assertThat(models.stream().filter("products"::equals).count()).isBetween(380L, 620L);
    assertThat(models.stream().filter("values"::equals).count()).isZero();
    assertThat(models.stream().filter("all of it"::equals).count()).isEqualTo(2_000);
  }

  @Test
  void keepsNothingUnlessItIsAskedTo() throws Exception {
    PredictionLog log = log();
    log.answered(Rows.products().answered("x", "1", "1"));
    log.stop(null);
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void aDiskThatCannotBeWrittenToLosesCountedRowsAndNothingElse() throws Exception {
    Path file = Files.createFile(root.resolve("not a directory"));
    PredictionLog log = log("to", "lines", "files.directory", file.toString(), "waiting", "10");
    for (int i = 0; i < 5_000; i++) {
      log.answered(Rows.products().answered("x", "1", "1"));
    }
    log.stop(null);
    assertThat(registry.get("grove.prediction.log.lost").counter().count()).isEqualTo(5_000);
    assertThat(registry.get("grove.prediction.log.failures").counter().count()).isPositive();
  }

  @Test
  void parquetToo() throws Exception {
    PredictionLog log = log("to", "parquet");
    log.answered(Rows.products().answered("x", "1", "1"));
    log.stop(null);
    try (var files = Files.list(root)) {
      assertThat(files.filter(f -> f.toString().endsWith(".parquet"))).hasSize(1);
    }
  }

  @Test
  void sharesAreFromZeroToOne() {
    assertThatThrownBy(() -> log("share", "1.5")).hasMessageContaining("share");
    assertThatThrownBy(() -> log("shares.a", "-1")).hasMessageContaining("\"a\"");
    assertThatThrownBy(() -> log("share", "NaN")).hasMessageContaining("share");
  }
}
