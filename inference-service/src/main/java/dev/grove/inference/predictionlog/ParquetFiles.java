package dev.grove.inference.predictionlog;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parquet files, one open for each model version that predicts. They are readable once they are
 * closed: what a process that dies has not closed is lost, and removed at the next start.
 */
final class ParquetFiles implements Sink {
  private static final int MOST_OPEN = 16;

  private final LogDirectory directory;
  private final Clock clock;
  private final long mostBytes;
  private final Duration longest;
  private final Map<Version, ParquetFile> open = new LinkedHashMap<>(16, 0.75f, true);

  private record Version(String model, String version) {}

  /**
   * @param directory is closed with this
   * @param mostBytes of one file
   * @param longest that one file is written to
   */
  ParquetFiles(LogDirectory directory, Clock clock, long mostBytes, Duration longest)
      throws IOException {
    this.directory = directory;
    this.clock = clock;
    this.mostBytes = mostBytes;
    this.longest = longest;
    directory.removeUnfinished();
  }

  /** The disk is written to before rows are taken, so that rows are not taken twice. */
  @Override
  public void write(List<LoggedRow> rows) throws IOException {
    for (ParquetFile file : open.values()) {
      if (file.hasGroup()) {
        file.writeGroup();
      }
    }
    closeIf(false);
    while (open.size() > MOST_OPEN) {
      close(open.keySet().iterator().next());
    }
    for (LoggedRow row : rows) {
      open.computeIfAbsent(new Version(row.model(), row.version()), version -> begin(row)).add(row);
    }
  }

  private ParquetFile begin(LoggedRow row) {
    return new ParquetFile(directory.next(".parquet"), clock.instant(), row);
  }

  @Override
  public void tick() throws IOException {
    closeIf(false);
  }

  private void closeIf(boolean all) throws IOException {
    Instant oldest = clock.instant().minus(longest);
    for (Map.Entry<Version, ParquetFile> entry : List.copyOf(open.entrySet())) {
      ParquetFile file = entry.getValue();
      if (all || file.size() >= mostBytes || !file.begun().isAfter(oldest)) {
        close(entry.getKey());
      }
    }
  }

  private void close(Version version) throws IOException {
    ParquetFile file = open.get(version);
    directory.makeRoom(file.size());
    file.finish();
    open.remove(version);
  }

  @Override
  public void close() throws IOException {
    try (directory) {
      closeIf(true);
    }
  }
}
