package dev.grove.registry.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Uploads that pass the registry. Each part lies in a file on this machine until S3 has it, so that
 * it can be sent again; memory holds none of it, and S3 shows nothing before the last part.
 */
final class S3Uploads {
  /** The metadata in which an object carries its SHA-256 where that is known before it is sent. */
  static final String SHA256 = "grove-sha256";

  private static final int BUFFER = 1 << 16;

  private final S3Bucket bucket;
  private final Staging staging;
  private final long partSize;

  S3Uploads(S3Bucket bucket, Staging staging, long partSize) {
    this.bucket = bucket;
    this.staging = staging;
    this.partSize = partSize;
  }

  ArtifactStore.Put put(ArtifactPath path, InputStream content, Announced announced)
      throws IOException {
    Path part = staging.unused();
    Hashing hashing = new Hashing(announced);
    try {
      long bytes = fill(part, content, hashing);
      return bytes < partSize
          ? small(path, part, hashing.finish())
          : large(path, part, content, hashing, announced);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Writes the next part; fewer bytes than a part's are the end. */
  private long fill(Path part, InputStream content, Hashing hashing) throws IOException {
    long bytes = 0;
    byte[] buffer = new byte[BUFFER];
    try (var file = Files.newOutputStream(part)) {
      while (bytes < partSize) {
        int read = content.read(buffer, 0, (int) Math.min(BUFFER, partSize - bytes));
        if (read < 0) {
          break;
        }
        hashing.update(buffer, 0, read);
        file.write(buffer, 0, read);
        bytes += read;
      }
    }
    return bytes;
  }

  private ArtifactStore.Put small(ArtifactPath path, Path part, Digest digest) {
    String etag =
        bucket.call(
            () ->
                bucket
                    .client()
                    .putObject(
                        r ->
                            r.bucket(bucket.name())
                                .key(bucket.key(path))
                                .metadata(Map.of(SHA256, digest.sha256())),
                        RequestBody.fromFile(part))
                    .eTag());
    return new ArtifactStore.Put(digest, etag);
  }

  private ArtifactStore.Put large(
      ArtifactPath path, Path part, InputStream content, Hashing hashing, Announced announced)
      throws IOException {
    String key = bucket.key(path);
    Map<String, String> metadata = announced.sha256().map(s -> Map.of(SHA256, s)).orElse(Map.of());
    String upload =
        bucket.call(
            () ->
                bucket
                    .client()
                    .createMultipartUpload(r -> r.bucket(bucket.name()).key(key).metadata(metadata))
                    .uploadId());
    try {
      List<CompletedPart> parts = new ArrayList<>();
      long bytes = partSize;
      while (bytes > 0) {
        parts.add(send(key, upload, parts.size() + 1, part));
        bytes = bytes < partSize ? 0 : fill(part, content, hashing);
      }
      Digest digest = hashing.finish();
      String etag =
          bucket.call(
              () ->
                  bucket
                      .client()
                      .completeMultipartUpload(
                          r ->
                              r.bucket(bucket.name())
                                  .key(key)
                                  .uploadId(upload)
                                  .multipartUpload(m -> m.parts(parts)))
                      .eTag());
      return new ArtifactStore.Put(digest, etag);
    } catch (IOException | RuntimeException e) {
      abort(key, upload, e);
      throw e;
    }
  }

  private CompletedPart send(String key, String upload, int number, Path part) {
    String etag =
        bucket.call(
            () ->
                bucket
                    .client()
                    .uploadPart(
                        r -> r.bucket(bucket.name()).key(key).uploadId(upload).partNumber(number),
                        RequestBody.fromFile(part))
                    .eTag());
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  /** What cannot be aborted now is swept later. */
  private void abort(String key, String upload, Exception reason) {
    try {
      bucket.client().abortMultipartUpload(r -> r.bucket(bucket.name()).key(key).uploadId(upload));
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  int sweep(Instant untouchedSince) throws IOException {
    return staging.sweep(untouchedSince);
  }
}
