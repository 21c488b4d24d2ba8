package dev.grove.bundle.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged texts are refused as such, or are models that score: never anything else. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HostileTextTest {
  private static final long SEED = 11;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "binary, NaN missing",
        "multiclass, none missing",
        "regression, linear trees",
        "binary, random forest"
      })
  void survivesDamage(String name) {
    String text = trained(name);
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      refused += HostileTexts.parse(HostileTexts.damaged(text, random)) ? 0 : 1;
    }
    assertThat(refused).isBetween(50, 300);
  }

  @Test
  void refusesEveryPrefix() {
    String text = new WrittenModel(1, 2, "").stump(1, 2).categoricalStump("1 5", 1).sizedText();
    int end = text.indexOf("end of trees") + "end of trees".length();
    for (int length = 0; length < end; length++) {
      String prefix = text.substring(0, length);
      assertThatThrownBy(() -> Forest.parse(prefix))
          .as("the first %d characters", length)
          .isInstanceOf(InvalidModelText.class);
    }
    assertThat(HostileTexts.parse(text.substring(0, end))).isTrue();
  }

  @Test
  void survivesEveryFlippedBit() {
    String text = new WrittenModel(1, 2, "").stump(1, 2).categoricalStump("1 5", 1).sizedText();
    int refused = 0;
    for (int i = 0; i < text.length(); i++) {
      for (int bit = 0; bit < 8; bit++) {
        StringBuilder flipped = new StringBuilder(text);
        flipped.setCharAt(i, (char) (text.charAt(i) ^ 1 << bit));
        refused += HostileTexts.parse(flipped.toString()) ? 0 : 1;
      }
    }
    assertThat(refused).isGreaterThan(text.length());
  }

  /** A chain of nodes, as deep as it is long: too deep to recurse into, and too much to explain. */
  @Test
  void bearsDegenerateTrees() {
    Forest chain = Forest.parse(HostileTexts.chain(200_000));
    double[] out = new double[1];
    for (Layout layout : chain.layouts()) {
      chain.scorer(layout, Iterations.ALL).rawScores(new double[] {150_000.5}, out);
      assertThat(out).containsExactly(150_001);
    }
    assertThat(chain.unexplained().orElse("")).contains("too deep");
    Forest shallow = Forest.parse(HostileTexts.chain(900));
    double[] contributions = new double[2];
    shallow.contributions().of(new double[] {500.5}, contributions);
    assertThat(contributions[0] + contributions[1]).isCloseTo(501, within(1e-6));
  }

  @Test
  void saysWhyThereAreNoContributions() {
    Forest uncounted = Forest.parse(new WrittenModel(1, 2, "").stump(1, 2).text());
    assertThat(uncounted.unexplained().orElse("")).contains("how many rows");
    assertThatThrownBy(uncounted::contributions)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("how many rows");
    Forest wide = Forest.parse(new WrittenModel(1_000, 5_000, "").text());
    assertThat(wide.unexplained().orElse("")).contains("4194304 numbers");
  }

  /** What a text may need is bounded, whatever it announces or could be blown up to. */
  @Test
  void needsNoLargeHeap(@TempDir Path directory) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SmallHeap.class.getName());
    for (String name : List.of("multiclass, none missing", "regression, large trees")) {
      Path text = Files.createTempFile(directory, "model", ".txt");
      command.add(Files.writeString(text, trained(name)).toString());
    }
    Path said = directory.resolve("said.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(process.waitFor(4, TimeUnit.MINUTES)).as("finishes").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(said)).doesNotContain("OutOfMemoryError").endsWith("done\n");
    assertThat(process.exitValue()).isZero();
  }

  private static String trained(String name) {
    ModelCase model =
        ModelCase.all().stream().filter(each -> each.name().equals(name)).findAny().orElseThrow();
    try (LightGbm booster = model.train(SEED)) {
      return booster.text();
    }
  }
}
