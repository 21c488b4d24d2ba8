package dev.grove.data.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A private folder for one piece of work; closing it removes whatever is still there. */
public final class Staging implements AutoCloseable {
  private final Path directory;
  private final Path table;

  Staging(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.table = Files.createDirectories(directory.resolve("table"));
  }

  /** Where a scratch file of this name may stand. */
  public Path scratch(String name) {
    return directory.resolve(name);
  }

  /** The folder that becomes a stored version, whole, when it is published. */
  public Path table() {
    return table;
  }

  @Override
  public void close() {
    try {
      delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a folder with all that is in it; one that is not there is as good. */
  static void delete(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
