package dev.grove.local.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** What a component said, in a file that several of its lives are appended to. */
record LogFile(Path path) {
  private static final int TAIL_BYTES = 256 * 1024;
  private static final int READ_BYTES = 1024 * 1024;
  private static final long FULL_BYTES = 16L * 1024 * 1024;

  /** Moves a file that grew long aside, so that two of them are kept at most. */
  void rotate() throws IOException {
    Files.createDirectories(path.getParent());
    if (size() > FULL_BYTES) {
      Files.move(
          path,
          path.resolveSibling(path.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  long size() throws IOException {
    return Files.isRegularFile(path) ? Files.size(path) : 0;
  }

  /** Whole lines, and the byte after them. */
  record Piece(List<String> lines, long end) {}

  /** The last lines, at most so many; none if there is no file. */
  List<String> tail(int lines) throws IOException {
    List<String> all =
        new String(bytesFrom(Math.max(0, size() - TAIL_BYTES)), StandardCharsets.UTF_8)
            .lines()
            .toList();
    return all.subList(Math.max(0, all.size() - lines), all.size());
  }

  /** What was logged after the byte; from the start, if the file is shorter by now. */
  Piece after(long position) throws IOException {
    long start = size() < position ? 0 : position;
    byte[] bytes = bytesFrom(start);
    int whole = bytes.length;
    while (whole > 0 && bytes[whole - 1] != '\n') {
      whole--;
    }
    String text = new String(bytes, 0, whole, StandardCharsets.UTF_8);
    return new Piece(text.lines().toList(), start + whole);
  }

  private byte[] bytesFrom(long start) throws IOException {
    if (size() <= start) {
      return new byte[0];
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(start);
      byte[] bytes = new byte[(int) Math.min(READ_BYTES, file.length() - start)];
      file.readFully(bytes);
      return bytes;
    }
  }
}
