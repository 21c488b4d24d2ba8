package dev.grove.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTest {
  @TempDir Path directory;

  @Test
  void becomesLikeItsSource() throws Exception {
    Path source = Files.createDirectories(directory.resolve("built/lib"));
    Path copy = directory.resolve("copy");
    Files.writeString(source.resolve("a.jar"), "old");
    Files.writeString(source.resolve("gone.jar"), "old");
    Mirror mirror = new Mirror(source.getParent(), copy);
    mirror.refresh();
    assertThat(copy.resolve("lib/gone.jar")).hasContent("old");

    Files.delete(source.resolve("gone.jar"));
    Files.writeString(source.resolve("a.jar"), "new");
    Files.setLastModifiedTime(source.resolve("a.jar"), FileTime.from(Instant.now().plusSeconds(5)));
    mirror.refresh();

    assertThat(copy.resolve("lib/gone.jar")).doesNotExist();
    assertThat(copy.resolve("lib/a.jar")).hasContent("new");
  }

  @Test
  void leavesAloneWhatIsTheSame() throws Exception {
    Path source = Files.createDirectories(directory.resolve("built"));
    Files.writeString(source.resolve("a.jar"), "same");
    Mirror mirror = new Mirror(source, directory.resolve("copy"));
    mirror.refresh();
    Path mine = directory.resolve("copy/a.jar");
    Object before = Files.getAttribute(mine, "unix:ctime");

    mirror.refresh();

    assertThat(Files.getAttribute(mine, "unix:ctime")).isEqualTo(before);
  }
}
