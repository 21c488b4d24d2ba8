package dev.grove.training.fit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * One job's directory: what its process reads and leaves behind.
 *
 * @param directory of this job alone
 */
public record JobFiles(Path directory) {
  public Path request() {
    return directory.resolve("request.json");
  }

  /** One {@link WorkerEvent} per finished round, a line each. */
  public Path rounds() {
    return directory.resolve("rounds.jsonl");
  }

  /** The {@link TrainingResult}; there only if everything else is. */
  public Path result() {
    return directory.resolve("result.json");
  }

  /** The model bundle. */
  public Path bundle() {
    return directory.resolve("bundle");
  }

  /** The split's parts while the job runs. */
  public Path data() {
    return directory.resolve("data");
  }

  /** The process's {@code java.io.tmpdir}. */
  public Path temporary() {
    return directory.resolve("tmp");
  }

  /** What a JVM leaves that native code brought down. */
  public Path crashReport() {
    return directory.resolve("crash.log");
  }

  /** Removes everything, as often as it is called. */
  public void delete() throws IOException {
    delete(directory);
  }

  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
