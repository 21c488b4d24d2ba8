package dev.grove.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDirectoryTest {
  private static final ModelCopy COPY = new ModelCopy("1", Instant.ofEpochMilli(42), "abc");

  @TempDir Path root;
  private ModelDirectory directory;

  @BeforeEach
  void open() throws IOException {
    directory = new ModelDirectory(root);
  }

  private void adopt(String model, ModelCopy copy) throws IOException {
    Path staged = directory.newStaging();
    Files.writeString(staged.resolve("file"), "content of " + model);
    directory.adopt(staged, model, copy);
    directory.makeCurrent(model, "champion", copy);
  }

  @Test
  void rememberedAcrossStarts() throws IOException {
    adopt("m", COPY);
    ModelDirectory again = new ModelDirectory(root);
    assertThat(again.stored()).containsExactly(new StoredModel("m", "champion", COPY, null));
    assertThat(again.path("m", COPY).resolve("file")).hasContent("content of m");
  }

  @Test
  void namesThatLookAlikeDoNotMeet() throws IOException {
    String[] names = {"a", "A", "a ", "a/b", "a_b", "..", ".", "a/../b", "x".repeat(300), "\u0000"};
    for (String name : names) {
      adopt(name, COPY);
    }
    assertThat(directory.stored()).extracting(StoredModel::name).containsExactlyInAnyOrder(names);
    for (String name : names) {
      Path path = directory.path(name, COPY);
      assertThat(path.resolve("file")).hasContent("content of " + name);
      assertThat(path.normalize()).isEqualTo(path).startsWith(root.resolve("models"));
    }
  }

  @Test
  void sameCopyAgainKeepsThePreviousOne() throws IOException {
    ModelCopy second = new ModelCopy("2", Instant.ofEpochMilli(43), "def");
    adopt("m", COPY);
    adopt("m", second);
    ModelCopy moved = new ModelCopy("2", Instant.ofEpochMilli(99), "def");
    directory.makeCurrent("m", "champion", moved);
    assertThat(directory.stored()).containsExactly(new StoredModel("m", "champion", moved, COPY));
  }

  @Test
  void brokenStateFilesAreIgnoredAndReplaced() throws IOException {
    adopt("m", COPY);
    Path state = directory.path("m", COPY).resolveSibling("state.json");
    for (String broken :
        new String[] {
          "",
          "{",
          "null",
          "{\"format\":2}",
          "[1]",
          "{\"format\":1,\"name\":\"m\",\"alias\":\"c\"}",
          " ".repeat(70_000)
        }) {
      Files.writeString(state, broken);
      assertThat(new ModelDirectory(root).stored()).as(broken).isEmpty();
    }
    adopt("m", COPY);
    assertThat(directory.stored()).hasSize(1);
  }

  @Test
  void startRemovesWhatNoStateSpeaksOf() throws IOException {
    adopt("m", COPY);
    Path orphan = Files.createDirectories(root.resolve("models/orphan/1"));
    Files.writeString(orphan.resolve("file"), "x");
    Path staged = directory.newStaging();
    new ModelDirectory(root);
    assertThat(orphan).doesNotExist();
    assertThat(staged).doesNotExist();
    assertThat(directory.stored()).hasSize(1);
  }

  @Test
  void forgottenModelsLeaveNothing() throws IOException {
    adopt("m", COPY);
    directory.forget("m");
    directory.forget("never seen");
    assertThat(root.resolve("models")).isEmptyDirectory();
  }
}
