package dev.grove.registry.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.registry.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryArtifactsTest {
  @TempDir Path directory;
  private DirectoryArtifacts store;

  @BeforeEach
  void open() throws IOException {
    store = new DirectoryArtifacts(directory.resolve("store"));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private String read(String path) throws IOException {
    return Files.readString(store.find(ArtifactPath.of(path)).orElseThrow().file());
  }

  @Test
  void storesListsReplacesAndDeletes() throws IOException {
    Digest digest = store.put(ArtifactPath.of("0/r/model/a.txt"), stream("abc"));
    store.put(ArtifactPath.of("0/r/b"), stream(""));
    store.put(ArtifactPath.of("0/r/model/a.txt"), stream("abcd"));

    assertThat(digest)
        .isEqualTo(
            new Digest(3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    assertThat(read("0/r/model/a.txt")).isEqualTo("abcd");
    assertThat(store.list(ArtifactPath.of("0/r")))
        .containsExactly(
            new ArtifactStore.Entry("b", false, 0), new ArtifactStore.Entry("model", true, 0));
    assertThat(store.list(ArtifactPath.of("0/r/model")))
        .containsExactly(new ArtifactStore.Entry("a.txt", false, 4));
    assertThat(store.list(ArtifactPath.of("0/none"))).isEmpty();
    assertThat(store.find(ArtifactPath.of("0/r"))).isEmpty();

    assertThat(store.delete(ArtifactPath.of("0/r"))).isTrue();
    assertThat(store.delete(ArtifactPath.of("0/r"))).isFalse();
    assertThat(store.find(ArtifactPath.of("0/r/b"))).isEmpty();
  }

  @Test
  void aBrokenUploadLeavesWhatWasThere() throws IOException {
    store.put(ArtifactPath.of("a"), stream("old"));
    InputStream broken =
        new SequenceInputStream(
            stream("new"),
            new FilterInputStream(stream("x")) {
              @Override
              public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("connection reset");
              }
            });

    assertThatThrownBy(() -> store.put(ArtifactPath.of("a"), broken))
        .isInstanceOf(IOException.class);

    assertThat(read("a")).isEqualTo("old");
    assertThat(staged()).isEmpty();
  }

  private List<Path> staged() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("store/staging"))) {
      return files.toList();
    }
  }

  @Test
  void sweepsUploadsOfAKilledProcess() throws IOException {
    store.put(ArtifactPath.of("a"), stream("kept"));
    Files.writeString(directory.resolve("store/staging/half"), "half of a file");

    open();

    assertThat(staged()).isEmpty();
    assertThat(read("a")).isEqualTo("kept");
  }

  @Test
  void refusesLinksThatLeadOut() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    Path files = directory.resolve("store/files");
    Files.createSymbolicLink(files.resolve("link"), outside);
    Files.createSymbolicLink(files.resolve("dangling"), directory.resolve("nowhere"));

    assertThatThrownBy(() -> store.find(ArtifactPath.of("link/secret")))
        .isInstanceOf(RegistryException.class);
    assertThatThrownBy(() -> store.put(ArtifactPath.of("link/x"), stream("x")))
        .isInstanceOf(RegistryException.class);
    assertThatThrownBy(() -> store.put(ArtifactPath.of("dangling"), stream("x")))
        .isInstanceOf(RegistryException.class);
    assertThatThrownBy(() -> store.delete(ArtifactPath.of("link/secret")))
        .isInstanceOf(RegistryException.class);
    assertThatThrownBy(() -> store.list(ArtifactPath.of("link")))
        .isInstanceOf(RegistryException.class);
    assertThat(store.list(ArtifactPath.ROOT)).isEmpty();
    assertThat(outside.resolve("secret")).hasContent("secret");
  }

  @Test
  void aFileIsNoDirectory() throws IOException {
    store.put(ArtifactPath.of("a/b"), stream("x"));

    assertThatThrownBy(() -> store.put(ArtifactPath.of("a"), stream("y")))
        .isInstanceOf(RegistryException.class);
    assertThatThrownBy(() -> store.put(ArtifactPath.of("a/b/c"), stream("y")))
        .isInstanceOf(RegistryException.class);
    assertThatThrownBy(() -> store.delete(ArtifactPath.ROOT)).isInstanceOf(RegistryException.class);
    assertThat(read("a/b")).isEqualTo("x");
    assertThat(staged()).isEmpty();
  }
}
