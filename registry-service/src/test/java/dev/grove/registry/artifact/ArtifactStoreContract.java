package dev.grove.registry.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of artifacts must do. */
abstract class ArtifactStoreContract {
  /** Three parts of the smallest size that S3 takes, and a bit. */
  private static final int LARGE = 3 * (5 << 20) + 17;

  abstract ArtifactStore store();

  /** Each test's own place. */
  abstract String root();

  ArtifactPath at(String path) {
    return ArtifactPath.of(path.isEmpty() ? root() : root() + "/" + path);
  }

  static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  ArtifactStore.Put put(String path, String text) throws IOException {
    return store().put(at(path), stream(text), Announced.NOTHING);
  }

  byte[] read(String path) throws IOException {
    try (OpenArtifact open = store().open(at(path)).orElseThrow();
        InputStream in = open.stream(0, open.stored().bytes())) {
      return in.readAllBytes();
    }
  }

  private String text(String path) throws IOException {
    return new String(read(path), UTF_8);
  }

  @Test
  void storesListsReplacesAndDeletes() throws IOException {
    ArtifactStore.Put first = put("r/model/a.txt", "abc");
    put("r/b", "");
    ArtifactStore.Put second = put("r/model/a.txt", "abcd");

    assertThat(first.digest())
        .isEqualTo(
            new Digest(3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    assertThat(second.stamp()).isNotEqualTo(first.stamp());
    assertThat(text("r/model/a.txt")).isEqualTo("abcd");
    assertThat(text("r/b")).isEmpty();
    ArtifactStore.Stored found = store().find(at("r/model/a.txt")).orElseThrow();
    assertThat(found.bytes()).isEqualTo(4);
    assertThat(found.stamp()).isEqualTo(second.stamp());
    assertThat(store().list(at("r")))
        .containsExactly(
            new ArtifactStore.Entry("b", false, 0), new ArtifactStore.Entry("model", true, 0));
    assertThat(store().list(at("r/model")))
        .containsExactly(new ArtifactStore.Entry("a.txt", false, 4));
    assertThat(store().list(at("none"))).isEmpty();
    assertThat(store().find(at("r"))).isEmpty();
    assertThat(store().open(at("r"))).isEmpty();
    assertThat(store().find(at("r/b/below"))).isEmpty();

    assertThat(store().delete(at("r"))).isTrue();
    assertThat(store().delete(at("r"))).isFalse();
    assertThat(store().find(at("r/b"))).isEmpty();
    assertThat(store().open(at("r/b"))).isEmpty();
  }

  @Test
  void keepsLargeFilesAndOddNames() throws Exception {
    byte[] large = bytes(LARGE);
    ArtifactStore.Put put =
        store().put(at("d/a b+ü%.bin"), new ByteArrayInputStream(large), Announced.NOTHING);

    assertThat(put.digest()).isEqualTo(new Digest(LARGE, sha256(large)));
    assertThat(read("d/a b+ü%.bin")).isEqualTo(large);
    assertThat(store().list(at("d")))
        .containsExactly(new ArtifactStore.Entry("a b+ü%.bin", false, LARGE));
    assertThat(store().find(at("d/a b+ü%.bin")).orElseThrow().stamp()).isEqualTo(put.stamp());
    try (OpenArtifact open = store().open(at("d/a b+ü%.bin")).orElseThrow();
        InputStream part = open.stream(6_000_000, 1_000)) {
      assertThat(part.readAllBytes()).isEqualTo(Arrays.copyOfRange(large, 6_000_000, 6_001_000));
    }
  }

  /** A file whose size is a whole number of parts. */
  @Test
  void keepsFilesThatFillTheirParts() throws Exception {
    byte[] full = bytes(2 * (5 << 20));
    store().put(at("full"), new ByteArrayInputStream(full), Announced.NOTHING);

    assertThat(read("full")).isEqualTo(full);
  }

  @Test
  void aBrokenUploadLeavesWhatWasThere() throws IOException {
    put("a", "old");
    for (int before : replacesAtOnce() ? List.of(3, LARGE) : List.of(3)) {
      InputStream broken =
          new SequenceInputStream(
              new ByteArrayInputStream(bytes(before)),
              new FilterInputStream(stream("x")) {
                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                  throw new IOException("connection reset");
                }
              });

      assertThatThrownBy(() -> store().put(at("a"), broken, Announced.NOTHING))
          .isInstanceOf(IOException.class);
      assertThat(text("a")).isEqualTo("old");
    }
    assertThat(underWay()).isZero();
  }

  /** Whether what the store stands on replaces a file at once, and only by a whole one. */
  boolean replacesAtOnce() {
    return true;
  }

  /** How many uploads have left something that is not a file yet. */
  abstract int underWay() throws IOException;

  @Test
  void whatIsNotAsAnnouncedIsNotStored() throws Exception {
    byte[] large = bytes(LARGE);
    if (replacesAtOnce()) {
      put("a", "old");
    }
    String right = sha256(large);
    Announced wrong = announced("X-Grove-SHA256", "0".repeat(64));

    assertThatThrownBy(() -> store().put(at("a"), stream("new"), wrong))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("X-Grove-SHA256");
    assertThatThrownBy(() -> store().put(at("a"), new ByteArrayInputStream(large), wrong))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(right);
    assertThat(store().find(at("a")).isPresent()).isEqualTo(replacesAtOnce());
    assertThat(underWay()).isZero();

    store().put(at("a"), new ByteArrayInputStream(large), announced("X-Grove-SHA256", right));
    assertThat(read("a")).isEqualTo(large);
  }

  static Announced announced(String header, String value) {
    return Announced.of(name -> name.equals(header) ? value : null);
  }

  /** A reader gets one file whole, whatever is put in its place meanwhile. */
  @Test
  void readersSeeOneFileOrTheOther() throws Exception {
    assumeTrue(replacesAtOnce(), "The server of this test replaces files in steps");
    List<byte[]> versions = List.of(bytes(70_000), bytes(150_000), bytes(10));
    store().put(at("x"), new ByteArrayInputStream(versions.get(0)), Announced.NOTHING);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> writer =
          threads.submit(
              () -> {
                for (int i = 0; i < 60; i++) {
                  byte[] next = versions.get(i % versions.size());
                  store().put(at("x"), new ByteArrayInputStream(next), Announced.NOTHING);
                }
                return null;
              });
      int whole = 0;
      while (!writer.isDone()) {
        try {
          byte[] seen = read("x");
          assertThat(versions).anyMatch(version -> Arrays.equals(version, seen));
          whole++;
        } catch (RegistryException e) {
          assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_CONFLICT);
        }
      }
      writer.get();
      assertThat(whole).isPositive();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void walksAllFilesPageByPage() throws IOException {
    List<String> paths =
        List.of("a", "a-b/c", "b/a", "b/b/x", "b/b/y", "b/c", "b-c", "ü/z", "z/1/2/3");
    for (String path : paths) {
      put(path, path);
    }
    List<String> seen = new ArrayList<>();
    Optional<ArtifactPath> after = Optional.empty();
    while (true) {
      List<ArtifactStore.Located> page = store().files(at(""), after, 2);
      if (page.isEmpty()) {
        break;
      }
      assertThat(page).hasSizeLessThanOrEqualTo(2);
      page.forEach(file -> seen.add(file.path().toString().substring(root().length() + 1)));
      after = Optional.of(page.get(page.size() - 1).path());
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(paths);
    assertThat(store().files(at("b"), Optional.empty(), 100)).hasSize(4);
    assertThat(store().files(at("none"), Optional.empty(), 100)).isEmpty();
  }

  @Test
  void deletesManyFiles() throws IOException {
    for (int i = 0; i < 40; i++) {
      put("many/" + i % 3 + "/" + i, "x");
    }
    put("many-others", "x");

    assertThat(store().delete(at("many"))).isTrue();
    assertThat(store().files(at(""), Optional.empty(), 100)).hasSize(1);
    assertThatThrownBy(() -> store().delete(ArtifactPath.ROOT))
        .isInstanceOf(RegistryException.class);
  }

  @Test
  void aDirectoryIsNoFile() throws IOException {
    put("a/b", "x");

    assertThatThrownBy(() -> put("a", "y"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("is a directory");
    assertThatThrownBy(() -> store().createParts(at("a"), 1, URI.create("http://x/")))
        .isInstanceOf(RegistryException.class);
    assertThat(text("a/b")).isEqualTo("x");
    assertThat(underWay()).isZero();
  }

  /** Sends a part as a client does, and gives its tag. */
  String send(URI url, byte[] part) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(url).PUT(BodyPublishers.ofByteArray(part)).build(),
            BodyHandlers.ofString())
        .headers()
        .firstValue("ETag")
        .orElseThrow();
  }

  @Test
  void makesAFileOfParts() throws Exception {
    byte[] large = bytes(LARGE);
    ArtifactStore.Parts upload = store().createParts(at("p/f"), 4, URI.create("http://localhost/"));
    assertThat(upload.urls()).hasSize(4);
    ArtifactStore.Part[] sent = new ArtifactStore.Part[4];
    for (int i : new int[] {2, 0, 3, 1}) {
      byte[] part = Arrays.copyOfRange(large, i * (5 << 20), Math.min((i + 1) * (5 << 20), LARGE));
      sent[i] = new ArtifactStore.Part(i + 1, send(upload.urls().get(i), part));
    }
    assertThat(store().find(at("p/f"))).isEmpty();

    assertThatThrownBy(() -> store().completeParts(at("p/other"), upload.uploadId(), List.of(sent)))
        .isInstanceOf(RegistryException.class);
    store().completeParts(at("p/f"), upload.uploadId(), List.of(sent));

    assertThat(read("p/f")).isEqualTo(large);
    assertThat(underWay()).isZero();
  }

  @Test
  void forgetsAnAbortedUpload() throws Exception {
    ArtifactStore.Parts upload = store().createParts(at("p"), 2, URI.create("http://localhost/"));
    String tag = send(upload.urls().get(0), bytes(10));
    store().abortParts(at("p"), upload.uploadId());

    assertThat(underWay()).isZero();
    List<ArtifactStore.Part> parts = List.of(new ArtifactStore.Part(1, tag));
    assertThatThrownBy(() -> store().completeParts(at("p"), upload.uploadId(), parts))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_DOES_NOT_EXIST));
    assertThat(store().find(at("p"))).isEmpty();
  }

  @Test
  void sweepsOnlyWhatWasAbandoned() throws Exception {
    put("kept", "kept");
    ArtifactStore.Parts upload = store().createParts(at("p"), 1, URI.create("http://localhost/"));
    send(upload.urls().get(0), bytes(10));

    assertThat(store().sweep(Instant.now().minusSeconds(60))).isZero();
    assertThat(underWay()).isEqualTo(1);
    assertThat(store().sweep(Instant.now().plusSeconds(60))).isPositive();

    assertThat(underWay()).isZero();
    assertThat(text("kept")).isEqualTo("kept");
  }
}
