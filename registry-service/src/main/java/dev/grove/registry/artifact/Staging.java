package dev.grove.registry.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The directory of uploads under way, and of links that hold files while they are read.
 *
 * <p>Several processes may share it: what is here is touched as long as it lives, and is removed
 * only when it has not been for long.
 */
final class Staging {
  private static final int BUFFER = 1 << 16;
  private static final String LINK = "reading-";

  private final Path directory;
  private final Clock clock;
  private final RandomGenerator random;

  Staging(Path directory, Clock clock, RandomGenerator random) throws IOException {
    this.directory = Files.createDirectories(directory).toRealPath();
    this.clock = clock;
    this.random = random;
  }

  /** A path of which nobody else knows. */
  Path unused() {
    return directory.resolve(UUID.randomUUID().toString());
  }

  Path resolve(String name) {
    return directory.resolve(name);
  }

  /**
   * Writes all of the stream to a new file and forces it to the disk. Its time of change is its
   * own, to the file system's precision, so that size and time tell it from what it replaces.
   *
   * @throws dev.grove.registry.RegistryException if it is not what was announced
   */
  Digest write(Path file, InputStream content, Announced announced) throws IOException {
    Hashing hashing = new Hashing(announced);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        hashing.update(buffer, 0, read);
        ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, read);
        while (chunk.hasRemaining()) {
          channel.write(chunk);
        }
      }
      Digest digest = hashing.finish();
      Files.setLastModifiedTime(
          file, FileTime.from(clock.instant().plusNanos(random.nextInt(1_000_000))));
      channel.force(true);
      return digest;
    }
  }

  /**
   * A second name of a file, under which it stays as it is; the file itself where that fails.
   *
   * @throws NoSuchFileException if there is no such file
   */
  Path hold(Path file) throws IOException {
    Path link = directory.resolve(LINK + clock.millis() + "-" + UUID.randomUUID());
    while (true) {
      try {
        return Files.createLink(link, file);
      } catch (NoSuchFileException e) {
        // Linux says so of a file that is replaced just now, too.
        if (!Files.exists(file)) {
          throw e;
        }
      } catch (FileSystemException | UnsupportedOperationException e) {
        return file;
      }
    }
  }

  void release(Path held) throws IOException {
    if (held.startsWith(directory)) {
      Files.deleteIfExists(held);
    }
  }

  int sweep(Instant untouchedSince) throws IOException {
    int removed = 0;
    try (Stream<Path> left = Files.list(directory)) {
      for (Path path : left.toList()) {
        if (touched(path).isBefore(untouchedSince) && remove(path)) {
          removed++;
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return removed;
  }

  /** When something last happened to it; a link has the time of what it links. */
  private static Instant touched(Path path) throws IOException {
    String name = path.getFileName().toString();
    if (name.startsWith(LINK)) {
      return Instant.ofEpochMilli(Long.parseLong(name.split("-", 3)[1]));
    }
    try {
      return Files.getLastModifiedTime(path).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.MAX;
    }
  }

  /** Removes a file or a directory of files; false if it went away meanwhile. */
  static boolean remove(Path path) throws IOException {
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path next : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(next);
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
