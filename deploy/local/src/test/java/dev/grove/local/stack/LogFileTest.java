package dev.grove.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  @TempDir Path directory;
  private Path path;
  private LogFile log;

  @BeforeEach
  void file() {
    path = directory.resolve("logs/a.log");
    log = new LogFile(path);
  }

  @Test
  void tailsTheLastLines() throws Exception {
    assertThat(log.tail(3)).isEmpty();
    log.rotate();
    Files.writeString(path, "a\nb\nc\nd");

    assertThat(log.tail(2)).containsExactly("c", "d");
    assertThat(log.tail(0)).isEmpty();
  }

  @Test
  void followsWholeLines() throws Exception {
    log.rotate();
    Files.writeString(path, "a\nhal");
    LogFile.Piece first = log.after(0);
    Files.writeString(path, "f\n", StandardOpenOption.APPEND);

    assertThat(first.lines()).containsExactly("a");
    assertThat(log.after(first.end()).lines()).containsExactly("half");
    Files.writeString(path, "new\n");
    assertThat(log.after(1_000).lines()).as("the file was replaced").containsExactly("new");
  }

  @Test
  void putsALongLogAside() throws Exception {
    log.rotate();
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(17L * 1024 * 1024);
    }

    log.rotate();

    assertThat(log.size()).isZero();
    assertThat(path.resolveSibling("a.log.1")).exists();
  }
}
