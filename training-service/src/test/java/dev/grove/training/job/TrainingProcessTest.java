package dev.grove.training.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.bundle.Task;
import dev.grove.training.fit.JobFiles;
import dev.grove.training.fit.Worker;
import dev.grove.training.fit.WorkerRequest;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real workers that wait for a data-service that is not there. */
class TrainingProcessTest {
  @TempDir Path directory;

  private JobFiles files;

  @BeforeEach
  void writeRequest() throws Exception {
    files = new JobFiles(directory);
    Files.createDirectories(files.temporary());
    WorkerRequest request =
        new WorkerRequest(
            "0".repeat(32),
            URI.create("http://127.0.0.1:1"),
            "request",
            "d",
            "v",
            "default",
            "y",
            Task.BINARY,
            null,
            null,
            Map.of(),
            10,
            0,
            1,
            "test");
    Worker.JSON.writeValue(files.request().toFile(), request);
  }

  @Test
  void nativeCrashIsToldByItsSignal() throws Exception {
    try (TrainingProcess process = start()) {
      awaitLibrary(process.pid());
      signal("SEGV", process.pid());
      assertThat(process.awaitEnd(Duration.ofSeconds(30))).isTrue();
      assertThat(process.succeeded()).isFalse();
      assertThat(process.failure())
          .startsWith("The training process crashed: SIGSEGV")
          .contains(" in C  [")
          .doesNotContain("pid=");
    }
  }

  @Test
  void killedWorkerIsToldToo() throws Exception {
    try (TrainingProcess process = start()) {
      signal("KILL", process.pid());
      assertThat(process.awaitEnd(Duration.ofSeconds(30))).isTrue();
      assertThat(process.failure()).contains("SIGKILL").contains("memory");
    }
  }

  @Test
  void workerTellsWhyItGaveUp() throws Exception {
    Files.writeString(files.request(), "{\"id\": 7, \"dataUrl\": [}");
    try (TrainingProcess process = start()) {
      assertThat(process.awaitEnd(Duration.ofSeconds(60))).isTrue();
      assertThat(process.succeeded()).isFalse();
      assertThat(process.failure()).startsWith("The training process failed: ");
      assertThat(process.progress()).isEqualTo(Progress.NONE);
    }
  }

  @Test
  void closingEndsTheWorker() throws Exception {
    TrainingProcess process = start();
    process.close();
    assertThat(process.awaitEnd(Duration.ofMillis(1))).isTrue();
    assertThat(ProcessHandle.of(process.pid()).map(ProcessHandle::isAlive).orElse(false)).isFalse();
  }

  @Test
  void workerEndsWithItsService() throws Exception {
    Process process =
        new ProcessBuilder(WorkerCommand.of(files, "256m"))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile())
            .start();
    awaitLibrary(process.pid());
    process.getOutputStream().close();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(11);
  }

  private TrainingProcess start() throws Exception {
    List<String> command = WorkerCommand.of(files, "256m");
    assertThat(command).contains("-Xmx256m", Worker.ARGUMENT, directory.toString());
    return TrainingProcess.start(files, command);
  }

  /** Waits until LightGBM's library is part of the process. */
  private static void awaitLibrary(long pid) throws Exception {
    Path maps = Path.of("/proc", Long.toString(pid), "maps");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.readString(maps).contains("lib_lightgbm")) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  private static void signal(String name, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
  }
}
