package dev.grove.local.stack;

import dev.grove.local.LocalFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lets one command at a time start or stop things; ends with its process at the latest. */
final class StackLock {
  private final FileChannel file;

  private StackLock(FileChannel file) {
    this.file = file;
  }

  /** What is done while nobody else may. */
  interface Work<T> {
    T run() throws IOException, InterruptedException, LocalFailure;
  }

  /**
   * Does the work under the lock.
   *
   * @throws LocalFailure also if another command holds it
   */
  static <T> T holding(Path state, Work<T> work)
      throws IOException, InterruptedException, LocalFailure {
    StackLock lock = take(state);
    try {
      return work.run();
    } finally {
      lock.file.close();
    }
  }

  private static StackLock take(Path state) throws IOException, LocalFailure {
    Files.createDirectories(state);
    FileChannel file =
        FileChannel.open(
            state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = file.tryLock();
      if (lock != null) {
        return new StackLock(file);
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this JVM holds it: the same answer.
    }
    file.close();
    throw new LocalFailure(
        "Another grove command is starting or stopping this checkout's stack. Wait for its end.");
  }
}
