package dev.grove.inference.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.bundle.Labels;
import dev.grove.bundle.Prediction;
import dev.grove.bundle.Task;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTableTest {
  private static final Labels NUMBER = new Labels(Task.REGRESSION, "y", List.of());

  @TempDir Path directory;

  private String written(Path file) throws Exception {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void namesNeverMeetAndEmptyIsNotMissing() throws Exception {
    Path file = directory.resolve("r");
    try (ResultTable table =
        new ResultTable(file, 10_000, List.of("prediction", "error", "x"), NUMBER)) {
      table.write(new String[] {"", null, "a,b"}, new Prediction.Regression(1.5));
      table.writeFault(new String[] {"1", "2", "3"}, "Field 'x': no");
    }
    assertThat(written(file).replace("\r", ""))
        .isEqualTo(
            """
            prediction,error,x,predicted_prediction,predicted_error
            "",,"a,b",1.5,
            1,2,3,,Field 'x': no
            """);
  }

  @Test
  void ofManyClassesTheConfidenceAlone() throws Exception {
    Path file = directory.resolve("r");
    Labels many =
        Labels.ofClasses(
            Task.MULTICLASS, "y", IntStream.range(0, 101).mapToObj(i -> "c" + i).toList());
    try (ResultTable table = new ResultTable(file, 10_000, List.of("id"), many)) {
      table.writeFault(new String[] {"1"}, "no");
    }
    assertThat(written(file).replace("\r", "")).isEqualTo("id,label,confidence,error\n1,,,no\n");
  }

  @Test
  void aResultHasABound() {
    SplittableRandom random = new SplittableRandom(1);
    assertThatThrownBy(
            () -> {
              try (ResultTable table =
                  new ResultTable(directory.resolve("r"), 100_000, List.of("id"), NUMBER)) {
                for (int i = 0; i < 1_000_000; i++) {
                  table.write(
                      new String[] {Long.toString(random.nextLong())},
                      new Prediction.Regression(random.nextDouble()));
                }
              }
            })
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("larger");
  }
}
