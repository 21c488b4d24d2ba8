package dev.grove.inference.predictionlog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory of a log's files, which one process has at a time. Files are named by the time that
 * they were begun, so that their names' order is theirs; together they weigh no more than they may.
 */
final class LogDirectory implements AutoCloseable {
  /** At the end of the names of files that are not whole. */
  static final String UNFINISHED = ".tmp";

  private static final String PREFIX = "predictions-";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Path directory;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final Clock clock;
  private final long mostBytes;
  private long begun;

  private LogDirectory(
      Path directory, FileChannel lockFile, FileLock lock, Clock clock, long mostBytes) {
    this.directory = directory;
    this.lockFile = lockFile;
    this.lock = lock;
    this.clock = clock;
    this.mostBytes = mostBytes;
  }

  /**
   * @param mostBytes what all files may weigh together
   * @throws IOException if it cannot be had, as when another process has it
   */
  static LogDirectory open(Path directory, Clock clock, long mostBytes) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      // Told below.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new IOException("Another process writes its predictions to " + directory);
    }
    return new LogDirectory(directory, channel, lock, clock, mostBytes);
  }

  /** A new file's path. */
  Path next(String suffix) {
    begun++;
    String name = PREFIX + TIME.format(clock.instant()) + "-" + String.format("%06d", begun);
    return directory.resolve(name + suffix);
  }

  /** The log's files, oldest first. */
  List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(file -> file.getFileName().toString().startsWith(PREFIX))
          .sorted(Comparator.comparing(file -> file.getFileName().toString()))
          .toList();
    }
  }

  List<Path> files(String suffix) throws IOException {
    return files().stream().filter(file -> file.toString().endsWith(suffix)).toList();
  }

  /** Removes what a process that died left unfinished, but for lines, which are good as they are. */
  void removeUnfinished() throws IOException {
    for (Path file : files(UNFINISHED)) {
      Files.deleteIfExists(file);
    }
  }

  /** Removes the oldest files until so many bytes fit in beside the others. */
  void makeRoom(long bytes) throws IOException {
    List<Path> files = new ArrayList<>(files());
    files.removeIf(file -> file.toString().endsWith(UNFINISHED));
    long total = bytes;
    for (Path file : files) {
      total += sizeOf(file);
    }
    for (Path file : files) {
      if (total <= mostBytes) {
        return;
      }
      total -= sizeOf(file);
      Files.deleteIfExists(file);
    }
  }

  /** Another file may have been packed meanwhile. */
  private static long sizeOf(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  @Override
  public void close() throws IOException {
    try (lockFile) {
      lock.release();
    }
  }
}
