package dev.grove.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionCopiesTest {
  @TempDir Path root;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private VersionCopies open(long most) throws IOException {
    return new VersionCopies(root, most, Clock.fixed(now, ZoneOffset.UTC));
  }

  private void adopt(long most, String model, String version) throws IOException {
    VersionCopies copies = open(most);
    Path staged = copies.newStaging();
    Files.write(staged.resolve("file"), new byte[100]);
    copies.adopt(staged, model, new ModelCopy(version, null, "sha" + version));
    now = now.plusSeconds(1);
  }

  @Test
  void rememberedAcrossStarts() throws IOException {
    for (String model : List.of("m", "M", "a/b", "..", "x".repeat(500))) {
      adopt(10_000, model, "1");
      VersionCopies again = open(10_000);
      ModelCopy copy = again.find(new ModelVersion(model, "1")).orElseThrow();
      assertThat(copy.manifestSha256()).isEqualTo("sha1");
      assertThat(again.path(model, copy).resolve("file")).hasSize(100);
      assertThat(again.path(model, copy).normalize()).startsWith(root.resolve("versions"));
    }
    assertThat(open(10_000).all()).hasSize(5);
    assertThat(open(10_000).bytes()).isEqualTo(500);
  }

  @Test
  void whatIsHalfIsRemoved() throws IOException {
    adopt(1_000, "m", "1");
    adopt(1_000, "m", "2");
    VersionCopies copies = open(1_000);
    Path second = copies.path("m", copies.find(new ModelVersion("m", "2")).orElseThrow());
    Files.writeString(second.resolveSibling("copy.json"), "{\"format\":1}");
    Files.createDirectories(root.resolve("versions/orphan/bundle"));
    Files.createDirectories(root.resolve("arriving/bundle7"));
    assertThat(open(1_000).all()).containsExactly(new ModelVersion("m", "1"));
    assertThat(second).doesNotExist();
    assertThat(root.resolve("versions/orphan")).doesNotExist();
    assertThat(root.resolve("arriving")).isEmptyDirectory();
  }

  @Test
  void theOneThatWasNotUsedTheLongestMakesRoom() throws IOException {
    for (int version = 1; version <= 4; version++) {
      adopt(1_000, "m", Integer.toString(version));
    }
    open(1_000).used(new ModelVersion("m", "1"));
    VersionCopies copies = open(250);
    copies.shrink(new ModelVersion("m", "3")::equals);
    assertThat(copies.all())
        .containsExactlyInAnyOrder(new ModelVersion("m", "1"), new ModelVersion("m", "3"));
    copies.forget(new ModelVersion("m", "1"));
    copies.forgetAll(version -> true);
    assertThat(root.resolve("versions")).isEmptyDirectory();
  }
}
