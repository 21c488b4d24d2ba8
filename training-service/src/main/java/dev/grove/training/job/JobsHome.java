package dev.grove.training.job;

import dev.grove.training.fit.JobFiles;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The directory in which this service's jobs lie. It has an id of its own, so that a trained job is
 * published by a service that sees its files, after a restart as before.
 */
@ApplicationScoped
class JobsHome {
  private final Path directory;

  JobsHome(JobsConfig config) {
    this.directory = config.directory().toAbsolutePath();
  }

  String id() {
    Path file = directory.resolve("home.id");
    try {
      Files.createDirectories(directory);
      try {
        Files.writeString(file, UUID.randomUUID().toString(), StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException e) {
        return Files.readString(file);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The jobs directory cannot be used: " + directory, e);
    }
  }

  /**
   * @param id a job's, 32 hex digits
   */
  JobFiles files(String id) {
    return new JobFiles(directory.resolve(id));
  }
}
