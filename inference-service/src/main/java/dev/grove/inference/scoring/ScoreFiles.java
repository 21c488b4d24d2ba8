package dev.grove.inference.scoring;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.inference.serving.DurableFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Jobs and their results on this disk.
 *
 * <pre>
 * {id}.json      the job
 * {id}.csv.gz    its result, whole
 * {id}.part      a result that is being written
 * </pre>
 */
final class ScoreFiles {
  private static final Logger LOG = Logger.getLogger(ScoreFiles.class);
  private static final long LARGEST = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;

  /**
   * @param directory created if missing
   */
  ScoreFiles(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  /** All jobs; what cannot be read, and what belongs to no job, is removed. */
  List<ScoreJob> readAll() throws IOException {
    List<ScoreJob> jobs = new ArrayList<>();
    Set<Path> known = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
      for (Path file : files) {
        try {
          ScoreJob job = read(file);
          jobs.add(job);
          known.add(file);
          known.add(result(job.id()));
        } catch (IOException e) {
          LOG.warnf("A score job is forgotten: %s", e.getMessage());
        }
      }
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, Files::isRegularFile)) {
      for (Path file : files) {
        if (!known.contains(file)) {
          Files.delete(file);
        }
      }
    }
    return jobs;
  }

  private ScoreJob read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException(file + " is too large");
    }
    ScoreJob job = JSON.readValue(Files.readAllBytes(file), ScoreJob.class);
    boolean whole =
        job != null
            && job.id() != null
            && job.state() != null
            && job.createdAt() != null
            && job.request() != null
            && file.equals(file(job.id()));
    if (!whole) {
      throw new IOException(file + " is no job");
    }
    return job;
  }

  private Path file(String id) {
    return directory.resolve(id + ".json");
  }

  Path result(String id) {
    return directory.resolve(id + ".csv.gz");
  }

  Path part(String id) {
    return directory.resolve(id + ".part");
  }

  void save(ScoreJob job) throws IOException {
    DurableFiles.replace(file(job.id()), JSON.writeValueAsBytes(job));
  }

  /**
   * Makes what was written the job's result.
   *
   * @return its size in bytes
   */
  long keepResult(String id) throws IOException {
    DurableFiles.force(part(id));
    Files.move(part(id), result(id), StandardCopyOption.ATOMIC_MOVE);
    return Files.size(result(id));
  }

  /** Removes a result that is being written. */
  void dropPart(String id) throws IOException {
    Files.deleteIfExists(part(id));
  }

  /** Removes all of a job. */
  void forget(String id) throws IOException {
    Files.deleteIfExists(file(id));
    Files.deleteIfExists(part(id));
    Files.deleteIfExists(result(id));
  }
}
