package dev.grove.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.local.LocalFailure;
import dev.grove.local.services.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceTest {
  @TempDir Path state;

  @Test
  void isAliveUntilItEnds() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    Instance instance = Instance.of(process.toHandle());

    assertThat(instance.isAlive()).isTrue();
    process.destroyForcibly().waitFor();
    assertThat(instance.isAlive()).isFalse();
  }

  @Test
  void isDeadBeforeItsParentAsksForItsExitCode() throws Exception {
    Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & exec sleep 60").start();
    try {
      while (parent.children().findAny().isEmpty()) {
        Thread.sleep(20);
      }
      Instance child = Instance.of(parent.children().findAny().orElseThrow());
      assertThat(child.isAlive()).isTrue();
      assertThat(child.endsBefore(System.nanoTime())).isFalse();

      child.process().orElseThrow().destroyForcibly();

      assertThat(child.endsBefore(System.nanoTime() + 10_000_000_000L)).isTrue();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void isNotTheOneThatGotItsNumberLater() {
    Instance now = Instance.of(ProcessHandle.current());

    Instance before = new Instance(now.pid(), now.startedAt().minus(Duration.ofMinutes(1)));

    assertThat(now.isAlive()).isTrue();
    assertThat(before.isAlive()).isFalse();
  }

  @Test
  void isFoundAgainInTheRecord() throws Exception {
    Path file = state.resolve("stack.json");
    Instance instance = Instance.of(ProcessHandle.current());
    StackRecord record = new StackRecord(new Ports(9000), Map.of()).with(Service.DATA, instance);

    record.write(file);

    assertThat(StackRecord.read(file)).isEqualTo(record);
    assertThat(StackRecord.read(file).anyAlive()).isTrue();
    assertThat(StackRecord.read(file).process(Service.REGISTRY)).isEmpty();
  }

  @Test
  void recordThatWasCutShortTellsOfNothing() throws Exception {
    Path file = Files.writeString(state.resolve("stack.json"), "{\"ports\":{\"ba");

    assertThat(StackRecord.read(file).anyAlive()).isFalse();
    assertThat(StackRecord.read(state.resolve("none")).ports()).isEqualTo(new Ports(null));
  }

  @Test
  void oneCommandAtATime() throws Exception {
    String answer =
        StackLock.holding(
            state,
            () -> {
              try {
                return StackLock.holding(state, () -> "both");
              } catch (LocalFailure e) {
                return e.getMessage();
              }
            });

    assertThat(answer).contains("Another grove command is starting or stopping");
    assertThat(StackLock.<String>holding(state, () -> "again")).isEqualTo("again");
  }

  @Test
  void detachedProcessesDoNotHearCtrlC() throws Exception {
    assertThat(Detached.words(System.getenv("PATH"))).isNotEmpty();
    List<String> deaf = Detached.words("/nowhere:");
    Process process =
        new ProcessBuilder(
                java.util.stream.Stream.concat(
                        deaf.stream(), java.util.stream.Stream.of("sleep", "60"))
                    .toList())
            .start();
    try {
      assertThat(new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor()).isZero();
      Thread.sleep(300);
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }
}
