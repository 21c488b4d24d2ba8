package dev.grove.local.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's first process, as {@code postmaster.pid} in its data directory tells of it. The file
 * outlives a process that was killed, and then its number may belong to somebody else.
 *
 * @param data the data directory it was found in
 * @param startedAt to the second
 */
public record Postmaster(long pid, Path data, Instant startedAt, int port, boolean ready) {
  /** Between the process's start and the moment it looks at the clock; generous, for busy boxes. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  static Path file(Path data) {
    return data.resolve("postmaster.pid");
  }

  /**
   * Reads the file, whether or not the process still lives.
   *
   * @return nothing if there is no file, or no whole one
   */
  static Optional<Postmaster> read(Path data) throws IOException {
    if (!Files.isRegularFile(file(data))) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file(data));
    if (lines.size() < 4) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Postmaster(
              Long.parseLong(lines.get(0).trim()),
              data,
              Instant.ofEpochSecond(Long.parseLong(lines.get(2).trim())),
              Integer.parseInt(lines.get(3).trim()),
              lines.size() > 7 && lines.get(7).trim().equals("ready")));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The living process, if it really is the PostgreSQL of this data directory. */
  public Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::serves);
  }

  private boolean serves(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    boolean then =
        info.startInstant()
            .map(start -> Duration.between(start, startedAt).abs().compareTo(TOLERANCE) < 0)
            .orElse(false);
    // A killed one that its parent has not buried yet has no arguments any more.
    boolean here =
        info.arguments().map(words -> List.of(words).contains(data.toString())).orElse(false);
    return then && here;
  }
}
