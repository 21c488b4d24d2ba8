package dev.grove.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroveTest {
  @TempDir Path root;
  private Launcher grove;

  @BeforeEach
  void place() {
    grove = new Launcher(root, root.resolve(".grove"));
  }

  @Test
  void namesItsCommands() {
    Launcher.Run run = grove.run("--help");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("demo", "predict", "up", "down", "status", "logs");
    assertThat(grove.run("demo", "--help").out()).contains("--data", "--once", "--port-base");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(grove.run("dance").code()).isEqualTo(2);
    assertThat(grove.run("demo", "--data", "x.csv").err()).contains("--data needs --target");
    assertThat(grove.run("demo", "--target", "y").err()).contains("go with --data");
    assertThat(grove.run("up", "--port-base", "65532").err())
        .contains("--port-base must be between 1 and 65531");
    assertThat(grove.run("logs", "kafka").err()).contains("No component is called 'kafka'");
    assertThat(grove.run("predict", "--data", "x.csv", "--delimiter", "::").code()).isNotZero();
  }

  @Test
  void saysWhichFileIsMissing() {
    Launcher.Run run = grove.run("demo", "--data", "gone.csv", "--target", "y");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("There is no file to read at " + root.resolve("gone.csv"));
    assertThat(grove.run("predict", "--data", "gone.csv").err()).contains("no file to read");
  }

  @Test
  void knowsThatNothingRuns() throws Exception {
    Files.writeString(root.resolve("rows.csv"), "a\n1\n");

    assertThat(grove.run("predict", "--data", "rows.csv").err())
        .contains("Grove is not running. Start it: deploy/local/grove up");
    assertThat(grove.run("down").out()).contains("Nothing of this checkout is running");
    Launcher.Run status = grove.run("status");
    assertThat(status.code()).isEqualTo(3);
    assertThat(status.out()).contains("PostgreSQL", "inference-service").contains("stopped");
  }

  @Test
  void namesATakenPortAndWhatWantsIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int base = taken.getLocalPort() - 1;

      Launcher.Run run = grove.run("up", "--port-base", base);

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err())
          .contains("Port " + taken.getLocalPort() + " (for data-service)")
          .contains("taken by another program")
          .contains("--port-base");
    }
  }

  @Test
  void showsLogsOfOneOrAll() throws Exception {
    Files.createDirectories(root.resolve(".grove/logs"));
    Files.writeString(root.resolve(".grove/logs/data-service.log"), "one\ntwo\nthree\n");
    Files.writeString(root.resolve(".grove/logs/postgres.log"), "ready\n");

    assertThat(grove.run("logs", "data", "-n", "2").out()).isEqualTo("two\nthree\n");
    assertThat(grove.run("logs").out())
        .startsWith("postgres | ready\n")
        .contains("data-service | three");
  }
}
