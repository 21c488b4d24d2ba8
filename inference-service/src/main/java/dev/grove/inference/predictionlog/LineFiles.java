package dev.grove.inference.predictionlog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.zip.GZIPOutputStream;
import org.jboss.logging.Logger;

/**
 * Lines of JSON in files that are closed and packed once they are large or old. A line is on its way
 * to the disk as soon as it was written, so that only a machine's death loses it; what a process
 * that died left behind is cut after its last whole line and packed too.
 */
final class LineFiles implements Sink {
  private static final Logger LOG = Logger.getLogger(LineFiles.class);
  private static final String OPEN = ".jsonl";
  private static final String PACKED = ".jsonl.gz";
  private static final int BLOCK = 64 << 10;

  private final LogDirectory directory;
  private final Clock clock;
  private final long mostBytes;
  private final Duration longest;
  private final Executor packer;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream(BLOCK);
  private Path file;
  private FileChannel channel;
  private Instant begun;

  /**
   * @param directory is closed with this
   * @param mostBytes of one file
   * @param longest that one file is written to
   * @param packer compresses files that are complete
   */
  LineFiles(
      LogDirectory directory, Clock clock, long mostBytes, Duration longest, Executor packer)
      throws IOException {
    this.directory = directory;
    this.clock = clock;
    this.mostBytes = mostBytes;
    this.longest = longest;
    this.packer = packer;
    directory.removeUnfinished();
    for (Path left : directory.files(OPEN)) {
      packer.execute(() -> recover(left));
    }
  }

  LogDirectory directory() {
    return directory;
  }

  @Override
  public void write(List<LoggedRow> rows) throws IOException {
    lines.reset();
    for (LoggedRow row : rows) {
      JsonLines.writeLine(row, lines);
    }
    if (channel == null) {
      begin();
    }
    long before = channel.size();
    try {
      channel.position(before);
      ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      channel.truncate(before);
      throw e;
    }
    if (channel.position() >= mostBytes) {
      finish();
    }
  }

  @Override
  public void tick() throws IOException {
    if (channel != null && !clock.instant().isBefore(begun.plus(longest))) {
      finish();
    }
  }

  private void begin() throws IOException {
    directory.makeRoom(mostBytes);
    file = directory.next(OPEN);
    channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    begun = clock.instant();
  }

  private void finish() throws IOException {
    Path complete = file;
    try (FileChannel closed = channel) {
      channel = null;
      closed.force(true);
    }
    packer.execute(() -> pack(complete));
  }

  private static void recover(Path file) {
    try (FileChannel left =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      left.truncate(endOfLastLine(left));
    } catch (IOException e) {
      LOG.warnf("The prediction log %s cannot be recovered: %s", file, e.getMessage());
      return;
    }
    pack(file);
  }

  private static long endOfLastLine(FileChannel file) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    for (long end = file.size(); end > 0; end -= block.capacity()) {
      long start = Math.max(0, end - block.capacity());
      block.clear().limit((int) (end - start));
      while (block.hasRemaining() && file.read(block, start + block.position()) >= 0) {
        // Until the block is full.
      }
      for (int i = block.position() - 1; i >= 0; i--) {
        if (block.get(i) == '\n') {
          return start + i + 1;
        }
      }
    }
    return 0;
  }

  /** Leaves the file as it is where that fails: it is good unpacked. */
  private static void pack(Path file) {
    String name = file.getFileName().toString();
    Path packed = file.resolveSibling(name.substring(0, name.length() - OPEN.length()) + PACKED);
    Path unfinished = file.resolveSibling(packed.getFileName() + LogDirectory.UNFINISHED);
    try {
      if (Files.size(file) > 0) {
        try (InputStream in = Files.newInputStream(file);
            OutputStream out = new GZIPOutputStream(Files.newOutputStream(unfinished), BLOCK)) {
          in.transferTo(out);
        }
        Files.move(unfinished, packed, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warnf("The prediction log %s stays unpacked: %s", file, e.getMessage());
      try {
        Files.deleteIfExists(unfinished);
      } catch (IOException next) {
        LOG.debug("It goes at the next start", next);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (directory) {
      if (channel != null) {
        finish();
      }
    }
  }
}
