package dev.grove.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of a built service to run from. A build that comes later replaces jars in place, under the
 * feet of whoever runs from them; the copy changes only when the service starts.
 */
record Mirror(Path source, Path copy) {
  /** Makes the copy like the source; files of the same size and time are left alone. */
  void refresh() throws IOException {
    Files.createDirectories(copy);
    for (Path file : files(copy)) {
      if (!Files.exists(source.resolve(copy.relativize(file)))) {
        Files.delete(file);
      }
    }
    List<Path> wanted = files(source);
    for (int i = wanted.size() - 1; i >= 0; i--) {
      Path file = wanted.get(i);
      Path mine = copy.resolve(source.relativize(file));
      if (Files.isDirectory(file)) {
        Files.createDirectories(mine);
      } else if (!isSame(file, mine)) {
        Files.copy(
            file, mine, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Everything below the directory, children before parents. */
  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }

  /** Copies keep their times to the microsecond at best. */
  private static boolean isSame(Path one, Path other) throws IOException {
    return Files.isRegularFile(other)
        && Files.size(one) == Files.size(other)
        && Files.getLastModifiedTime(one).toMillis() == Files.getLastModifiedTime(other).toMillis();
  }
}
