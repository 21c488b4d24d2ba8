package dev.grove.inference.predictionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.inference.SetClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SetClock clock = new SetClock(Rows.TIME);
  private final Rows rows = Rows.products();

  @TempDir Path root;

  private LineFiles open(long file, long total) throws IOException {
    return new LineFiles(
        LogDirectory.open(root, clock, total), clock, file, Duration.ofHours(1), Runnable::run);
  }

  private List<Path> files() throws IOException {
    try (var list = Files.list(root)) {
      return list.filter(f -> !f.endsWith("lock")).sorted().toList();
    }
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files()) {
      try (InputStream in = Files.newInputStream(file);
          InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
        new String(plain.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
      }
    }
    return lines;
  }

  @Test
  void aLineTellsAll() throws IOException {
    try (LineFiles files = open(1 << 20, 1 << 30)) {
      files.write(List.of(rows.logged("Ünïcode \"x\"\n", "19.5")));
      JsonNode line = JSON.readTree(lines().get(0));
      assertThat(line.get("time").asText()).isEqualTo("2026-11-22T10:15:30.123456Z");
      assertThat(line.get("model").asText()).isEqualTo("products");
      assertThat(line.get("version").asText()).isEqualTo("3");
      assertThat(line.get("requestId").asText()).isEqualTo("r-1");
      assertThat(line.has("predictionId")).isFalse();
      assertThat(line.get("servedBy").asText()).isEqualTo("model");
      assertThat(line.at("/inputs/title").asText()).isEqualTo("Ünïcode \"x\"");
      assertThat(line.at("/inputs/price").doubleValue()).isEqualTo(19.5);
      assertThat(line.at("/inputs/reviews").doubleValue()).isEqualTo(12);
      assertThat(line.at("/inputs/listed").asText()).isEqualTo("2026-01-31");
      assertThat(line.get("inputs").has("brand")).isFalse();
      assertThat(line.at("/outputs/label").asText()).isNotEmpty();
      assertThat(line.at("/outputs/probabilities").size()).isEqualTo(3);
      assertThat(line.at("/outputs/confidence").doubleValue())
          .isEqualTo(
              line.at("/outputs/probabilities")
                  .get(line.at("/outputs/label").asText())
                  .doubleValue());
    }
  }

  @Test
  void fullFilesAreClosedAndPacked() throws IOException {
    try (LineFiles files = open(2_000, 1 << 30)) {
      for (int i = 0; i < 10; i++) {
        files.write(rows.logged(10 * i, 10 * i + 10));
        clock.now = clock.now.plusSeconds(1);
      }
      assertThat(files()).hasSize(10).allMatch(f -> f.toString().endsWith(".jsonl.gz"));
    }
    List<String> lines = lines();
    assertThat(lines).hasSize(100);
    for (int i = 0; i < 100; i++) {
      assertThat(JSON.readTree(lines.get(i)).at("/inputs/title").asText()).isEqualTo("title " + i);
    }
  }

  @Test
  void oldFilesAreClosed() throws IOException {
    try (LineFiles files = open(1 << 20, 1 << 30)) {
      files.write(rows.logged(0, 1));
      files.tick();
      assertThat(files().get(0).toString()).endsWith(".jsonl");
      clock.now = clock.now.plus(Duration.ofHours(1));
      files.tick();
      assertThat(files().get(0).toString()).endsWith(".jsonl.gz");
      files.tick();
    }
  }

  @Test
  void theOldestGoWhereAllWouldWeighTooMuch() throws IOException {
    try (LineFiles files = open(2_000, 5_000)) {
      for (int i = 0; i < 50; i++) {
        files.write(rows.logged(10 * i, 10 * i + 10));
        clock.now = clock.now.plusSeconds(1);
      }
    }
    long total = 0;
    for (Path file : files()) {
      total += Files.size(file);
    }
    assertThat(total).isBetween(1_000L, 5_000L);
    List<String> lines = lines();
    assertThat(JSON.readTree(lines.get(lines.size() - 1)).at("/inputs/title").asText())
        .isEqualTo("title 499");
  }

  @Test
  void whatAProcessThatDiedLeftIsCutAfterItsLastLine() throws IOException {
    LineFiles died = open(1 << 20, 1 << 30);
    died.write(rows.logged(0, 300));
    Path left = files().get(0);
    Files.writeString(left, "{\"time\":\"2026", StandardOpenOption.APPEND);
    Path halfPacked = Files.createFile(root.resolve("predictions-0.jsonl.gz.tmp"));

    assertThatThrownBy(() -> open(1 << 20, 1 << 30)).hasMessageContaining("Another process");
    // As when its process has died: the lock is gone, and nothing else was closed.
    died.directory().close();
    try (LineFiles files = open(1 << 20, 1 << 30)) {
      files.tick();
      assertThat(halfPacked).doesNotExist();
      assertThat(lines()).hasSize(300);
      assertThat(files()).hasSize(1).allMatch(f -> f.toString().endsWith(".gz"));
    }
  }
}
