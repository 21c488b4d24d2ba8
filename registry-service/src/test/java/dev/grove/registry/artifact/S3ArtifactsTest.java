package dev.grove.registry.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3ArtifactsTest extends ArtifactStoreContract {
  @TempDir Path directory;
  private final String folder = UUID.randomUUID().toString();
  private S3Artifacts store;

  @BeforeEach
  void open() throws Exception {
    store = open(S3Server.shared().endpoint(), Map.of());
  }

  private S3Artifacts open(URI endpoint, Map<String, String> more) throws IOException {
    Map<String, String> properties = new HashMap<>();
    properties.put("grove.artifacts.store", "s3");
    properties.put("grove.artifacts.directory", directory.toString());
    properties.put("grove.artifacts.s3.bucket", S3Server.BUCKET);
    properties.put("grove.artifacts.s3.prefix", "/" + folder + "/");
    properties.put("grove.artifacts.s3.endpoint", endpoint.toString());
    properties.put("grove.artifacts.s3.path-style", "true");
    properties.put("grove.artifacts.s3.access-key", S3Server.ACCESS_KEY);
    properties.put("grove.artifacts.s3.secret-key", S3Server.SECRET_KEY);
    properties.put("grove.artifacts.s3.part-size", "5M");
    properties.putAll(more);
    return S3Clients.open(TestArtifactConfig.of(properties), Clock.systemUTC(), new Random(1));
  }

  @AfterEach
  void close() {
    if (store != null) {
      store.close();
    }
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
    try (Stream<Path> files = Files.list(directory.resolve("staging"))) {
      return (int) files.count() + uploads();
    }
  }

  @Override
  boolean replacesAtOnce() {
    return S3Server.isReal();
  }

  private int uploads() {
    return store
        .bucket()
        .client()
        .listMultipartUploads(r -> r.bucket(S3Server.BUCKET).prefix(folder))
        .uploads()
        .size();
  }

  private List<String> keys() {
    return store
        .bucket()
        .client()
        .listObjectsV2(r -> r.bucket(S3Server.BUCKET).prefix(folder))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  @Test
  void aSmallFileCarriesItsDigest() throws Exception {
    ArtifactStore.Put put = put("a", "abc");

    assertThat(store.find(at("a")).orElseThrow().sha256()).contains(put.digest().sha256());
  }

  @Test
  void aLargeFileCarriesTheDigestThatWasAnnounced() throws Exception {
    byte[] large = bytes(6 << 20);
    String sha256 = sha256(large);
    store.put(at("a"), new ByteArrayInputStream(large), announced("X-Grove-SHA256", sha256));

    assertThat(store.find(at("a")).orElseThrow().sha256()).contains(sha256);
  }

  @Test
  void objectsThatNoUploadCouldMakeAreNotSeen() throws IOException {
    put("a", "x");
    store
        .bucket()
        .client()
        .putObject(
            r -> r.bucket(S3Server.BUCKET).key(folder + "/0/hash#"), RequestBody.fromString("x"));

    assertThat(store.list(at(""))).extracting(ArtifactStore.Entry::name).containsExactly("a");
    assertThat(store.files(at(""), Optional.empty(), 10)).hasSize(1);
    assertThat(store.delete(at(""))).isTrue();
    assertThat(keys()).isEmpty();
  }

  @Test
  void whoIsAwayIsTemporarilyUnavailable() throws Exception {
    try (S3Artifacts away =
        open(URI.create("http://127.0.0.1:1"), Map.of("grove.artifacts.s3.retries", "1"))) {
      assertThatThrownBy(() -> away.find(at("a")))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.TEMPORARILY_UNAVAILABLE));
      assertThatThrownBy(() -> away.put(at("a"), stream("x"), Announced.NOTHING))
          .isInstanceOf(RegistryException.class);
      assertThatThrownBy(() -> away.list(at("a"))).isInstanceOf(RegistryException.class);
      assertThatThrownBy(() -> away.abortParts(at("a"), "x")).isInstanceOf(RegistryException.class);
    }
  }

  @Test
  void aMissingBucketIsNoMissingFile() throws Exception {
    try (S3Artifacts elsewhere =
        open(S3Server.shared().endpoint(), Map.of("grove.artifacts.s3.bucket", "none"))) {
      assertThatThrownBy(() -> elsewhere.put(at("a"), stream("x"), Announced.NOTHING))
          .isInstanceOf(RegistryException.class);
    }
  }

  @Test
  void needsABucket() {
    assertThatThrownBy(
            () -> open(URI.create("http://127.0.0.1:1"), Map.of("grove.artifacts.s3.bucket", " ")))
        .hasMessageContaining("grove.artifacts.s3.bucket");
  }
}
