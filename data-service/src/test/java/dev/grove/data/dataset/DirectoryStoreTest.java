package dev.grove.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest {
  private static final VersionId ID = new VersionId("ab".repeat(32));

  @TempDir Path directory;

  @Test
  void publishedVersionIsThereWholeAndStays() throws IOException {
    try (DirectoryStore store = new DirectoryStore(directory, "one")) {
      try (Staging staging = store.stage()) {
        Files.writeString(staging.table().resolve("train.parquet"), "first");
        Files.writeString(staging.scratch("source"), "not kept");
        assertThat(store.stored()).isEmpty();
        store.publish(staging, ID);
      }
      try (Staging staging = store.stage()) {
        Files.writeString(staging.table().resolve("train.parquet"), "second");
        store.publish(staging, ID);
      }
      assertThat(store.stored()).containsExactly(ID);
      assertThat(Files.readString(store.file(ID, "train.parquet"))).isEqualTo("first");
      store.remove(ID);
      store.remove(ID);
      assertThat(store.stored()).isEmpty();
      assertThat(store.isWritable()).isTrue();
    }
    assertThat(directory.resolve("staging")).isEmptyDirectory();
  }

  @Test
  void sweepLeavesTheLivingAlone() throws IOException {
    Path dead = Files.createDirectories(directory.resolve("staging/dead/work"));
    Files.writeString(dead.resolve("source"), "half a table");
    try (DirectoryStore living = new DirectoryStore(directory, "living");
        DirectoryStore next = new DirectoryStore(directory, "next");
        Staging work = living.stage()) {
      next.sweepStaging();
      assertThat(dead).doesNotExist();
      assertThat(work.table()).exists();
    }
  }

  @Test
  void killedProcessLosesItsFolder() throws Exception {
    Path folder = Files.createDirectories(directory.resolve("staging/killed"));
    Path program = directory.resolve("Holder.java");
    Files.writeString(
        program,
        """
        import java.nio.channels.FileChannel;
        import java.nio.file.*;
        class Holder {
          public static void main(String[] arguments) throws Exception {
            FileChannel.open(Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE).lock();
            System.out.println("held");
            Thread.sleep(120_000);
          }
        }
        """);
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                program.toString(),
                folder.resolve("lock").toString())
            .redirectErrorStream(true)
            .start();
    try (DirectoryStore store = new DirectoryStore(directory, "next")) {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      store.sweepStaging();
      assertThat(folder).exists();
      holder.destroyForcibly();
      assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
      store.sweepStaging();
      assertThat(folder).doesNotExist();
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void idsAreHexadecimal() {
    assertThatThrownBy(() -> new VersionId("../../etc"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(VersionId.of("01", "{}")).isNotEqualTo(VersionId.of("02", "{}"));
    assertThat(VersionId.of("01", "{}").toString()).hasSize(64);
  }
}
