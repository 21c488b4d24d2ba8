package dev.grove.registry.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.registry.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryArtifactsTest extends ArtifactStoreContract {
  private static final PartLimits LIMITS = new PartLimits(64 << 20, Duration.ofHours(1));

  @TempDir Path directory;
  private DirectoryArtifacts store;

  @BeforeEach
  void open() throws IOException {
    store = open(Clock.systemUTC(), LIMITS);
  }

  private DirectoryArtifacts open(Clock clock, PartLimits limits) throws IOException {
    return new DirectoryArtifacts(directory.resolve("store"), clock, new Random(1), limits);
  }

  @Override
  ArtifactStore store() {
    return store;
  }

  @Override
  String root() {
    return "0";
  }

  @Override
  int underWay() throws IOException {
    return staged().size();
  }

  private List<Path> staged() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("store/staging"))) {
      return files.toList();
    }
  }

  /** As {@code PartResource} does. */
  @Override
  String send(URI url, byte[] part) throws Exception {
    String[] names = url.getPath().split("/");
    int number = Integer.parseInt(names[names.length - 1]);
    return store.putPart(names[names.length - 2], number, new ByteArrayInputStream(part));
  }

  /** A replica that starts, or sweeps, leaves the uploads of the others alone. */
  @Test
  void replicasLeaveLiveUploadsAlone() throws Exception {
    Instant now = Instant.now();
    InputStream swept =
        new FilterInputStream(stream("content")) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            DirectoryArtifacts other = open(Clock.systemUTC(), LIMITS);
            assertThat(other.sweep(now.minusSeconds(3_600))).isZero();
            return super.read(buffer, offset, length);
          }
        };

    store.put(at("a"), swept, Announced.NOTHING);

    assertThat(read("a")).isEqualTo("content".getBytes(UTF_8));
  }

  /** The link of a reader is as old as the reader, not as its file. */
  @Test
  void sweepsNoFileThatIsBeingRead() throws IOException {
    put("a", "old");
    Files.setLastModifiedTime(
        directory.resolve("store/files/0/a"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    Instant started = Instant.now();
    try (OpenArtifact open = store.open(at("a")).orElseThrow()) {
      assertThat(staged()).hasSize(1);
      assertThat(store.sweep(started.minusSeconds(60))).isZero();
      put("a", "a newer one");
      try (InputStream in = open.stream(0, open.stored().bytes())) {
        assertThat(in.readAllBytes()).isEqualTo("old".getBytes(UTF_8));
      }
    }
    assertThat(staged()).isEmpty();
  }

  @Test
  void theNextFileHasAnotherStampEvenAtTheSameTime() throws IOException {
    Clock still = Clock.fixed(Instant.now(), java.time.ZoneOffset.UTC);
    store = open(still, LIMITS);

    assertThat(put("a", "xx").stamp()).isNotEqualTo(put("a", "yy").stamp());
  }

  @Test
  void refusesLinksThatLeadOut() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    Path files = Files.createDirectories(directory.resolve("store/files/0"));
    Files.createSymbolicLink(files.resolve("link"), outside);
    Files.createSymbolicLink(files.resolve("dangling"), directory.resolve("nowhere"));

    assertThatThrownBy(() -> store.find(at("link/secret"))).isInstanceOf(RegistryException.class);
    assertThatThrownBy(() -> store.open(at("link/secret"))).isInstanceOf(RegistryException.class);
    assertThatThrownBy(() -> put("link/x", "x")).isInstanceOf(RegistryException.class);
    assertThatThrownBy(() -> put("dangling", "x")).isInstanceOf(RegistryException.class);
    assertThatThrownBy(() -> store.delete(at("link/secret"))).isInstanceOf(RegistryException.class);
    assertThatThrownBy(() -> store.list(at("link"))).isInstanceOf(RegistryException.class);
    assertThatThrownBy(() -> store.files(at("link"), java.util.Optional.empty(), 1))
        .isInstanceOf(RegistryException.class);
    assertThatThrownBy(() -> store.createParts(at("link/x"), 1, URI.create("http://x/")))
        .isInstanceOf(RegistryException.class);
    assertThat(store.list(at(""))).isEmpty();
    assertThat(store.files(at(""), java.util.Optional.empty(), 10)).isEmpty();
    assertThat(outside.resolve("secret")).hasContent("secret");
  }

  @Test
  void aFileIsNoDirectory() throws IOException {
    put("a/b", "x");

    assertThatThrownBy(() -> put("a/b/c", "y"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("is a file");
    assertThat(staged()).isEmpty();
  }

  @Test
  void partsAreBoundedAndExpire() throws Exception {
    store = open(Clock.systemUTC(), new PartLimits(100, Duration.ofHours(1)));
    ArtifactStore.Parts upload = store.createParts(at("p"), 2, URI.create("http://h:1/x/"));
    String first = send(upload.urls().get(0), bytes(60));

    assertThat(upload.urls().get(1))
        .hasToString("http://h:1/x/api/2.0/mlflow-artifacts/mpu/part/" + upload.uploadId() + "/2");
    assertThatThrownBy(() -> send(upload.urls().get(1), bytes(41)))
        .hasMessageContaining("at most 100 bytes");
    assertThatThrownBy(() -> store.putPart(upload.uploadId(), 3, stream("x")))
        .hasMessageContaining("2 parts");
    assertThatThrownBy(() -> store.putPart("../../x", 1, stream("x")))
        .hasMessageContaining("No multipart upload");
    assertThatThrownBy(
            () ->
                store.completeParts(
                    at("p"), upload.uploadId(), List.of(new ArtifactStore.Part(1, first))))
        .hasMessageContaining("all parts");
    // A part may be sent again, and the last one counts.
    String again = send(upload.urls().get(0), bytes(50));
    String second = send(upload.urls().get(1), bytes(40));
    assertThatThrownBy(
            () ->
                store.completeParts(
                    at("p"),
                    upload.uploadId(),
                    List.of(new ArtifactStore.Part(1, first), new ArtifactStore.Part(2, second))))
        .hasMessageContaining("parts[0].etag");
    store.completeParts(
        at("p"),
        upload.uploadId(),
        List.of(new ArtifactStore.Part(1, '"' + again + '"'), new ArtifactStore.Part(2, second)));
    assertThat(read("p")).hasSize(90);

    DirectoryArtifacts later = open(Clock.offset(Clock.systemUTC(), Duration.ofHours(2)), LIMITS);
    ArtifactStore.Parts late = store.createParts(at("q"), 1, URI.create("http://h/"));
    assertThatThrownBy(() -> later.putPart(late.uploadId(), 1, stream("x")))
        .hasMessageContaining("expired");
  }
}
