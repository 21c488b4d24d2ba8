package dev.grove.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.grove.local.services.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends the launcher in the middle, as a user at a terminal or an init system does. */
class InterruptIT {
  private static final Path ROOT = Path.of(System.getProperty("grove.root"));
  private static final Path WORK = ROOT.resolve("deploy/local/target/interrupted");

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void takesDownWhatItStarted(String signal) throws Exception {
    assumeFalse(isIgnored(signal), signal + " is ignored here, as in a shell's background job");
    int base = FreePorts.base();
    Path output = Files.createDirectories(WORK).resolve(signal + ".txt");
    Process launcher =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dgrove.root=" + ROOT,
                "-Dgrove.state=" + WORK.resolve("state"),
                "-cp",
                System.getProperty("java.class.path"),
                Grove.class.getName(),
                "demo",
                "--port-base",
                Integer.toString(base))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      await(output, "Waiting for");
      assertThat(Probe.isFree(base + 4)).as("PostgreSQL runs").isFalse();

      new ProcessBuilder("kill", "-" + signal, Long.toString(launcher.pid())).start().waitFor();

      assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(launcher.exitValue()).isNotZero();
      assertThat(Files.readString(output)).contains("Stopped PostgreSQL");
      assertThat(IntStream.range(base, base + 5)).allMatch(Probe::isFree);
    } finally {
      launcher.destroyForcibly();
      new Launcher(ROOT, WORK.resolve("state")).run("down");
    }
  }

  @Test
  void onceTakesEverythingDownAlsoAfterAFailure() throws Exception {
    int base = FreePorts.base();
    Path table = Files.writeString(Files.createDirectories(WORK).resolve("t.csv"), "a,b\n1,2\n");
    Launcher grove = new Launcher(ROOT, WORK.resolve("state"));

    Launcher.Run run =
        grove.run("demo", "--once", "--data", table, "--target", "gone", "--port-base", base);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("data-service answered 400 to POST /datasets/t/versions")
        .contains("The end of deploy/local/target/interrupted/state/logs/data-service.log")
        .contains("Stopped inference-service", "Stopped PostgreSQL");
    assertThat(IntStream.range(base, base + 5)).allMatch(Probe::isFree);
  }

  /** Whether processes that are started from here inherit that the signal does nothing. */
  private static boolean isIgnored(String signal) throws Exception {
    return new ProcessBuilder("sh", "-c", "kill -" + signal + " $$").start().waitFor() == 0;
  }

  private static void await(Path output, String text) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!Files.readString(output).contains(text)) {
      assertThat(System.nanoTime()).as(Files.readString(output)).isLessThan(deadline);
      Thread.sleep(50);
    }
  }
}
