package dev.grove.registry.artifact;

import dev.grove.registry.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Artifacts in a bucket of S3, or of what speaks its protocol, each under its path.
 *
 * <p>S3 shows an object when it is complete. Unlike a directory, it may hold a file and a directory
 * of one name.
 */
public final class S3Artifacts implements ArtifactStore, AutoCloseable {
  private static final int DELETED_AT_ONCE = 1_000;

  private final S3Bucket bucket;
  private final S3Uploads uploads;
  private final S3Parts parts;

  S3Artifacts(S3Bucket bucket, Staging staging, long partSize, PartLimits limits) {
    this.bucket = bucket;
    uploads = new S3Uploads(bucket, staging, partSize);
    parts = new S3Parts(bucket, limits);
  }

  @Override
  public Put put(ArtifactPath path, InputStream content, Announced announced) throws IOException {
    checkNoDirectory(path);
    return uploads.put(path, content, announced);
  }

  private void checkNoDirectory(ArtifactPath path) {
    if (path.isRoot() || page(bucket.folder(path), null, null, 1).keyCount() > 0) {
      throw RegistryException.invalid("Invalid path: '" + path + "' is a directory.");
    }
  }

  private ListObjectsV2Response page(String prefix, String delimiter, String token, int most) {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(bucket.name())
            .prefix(prefix)
            .delimiter(delimiter)
            .continuationToken(token)
            .maxKeys(most)
            .build();
    return bucket.call(() -> bucket.client().listObjectsV2(request));
  }

  @Override
  public Optional<Stored> find(ArtifactPath path) {
    if (path.isRoot()) {
      return Optional.empty();
    }
    return bucket
        .find(() -> bucket.client().headObject(r -> r.bucket(bucket.name()).key(bucket.key(path))))
        .map(S3Artifacts::stored);
  }

  private static Stored stored(HeadObjectResponse head) {
    return new Stored(
        head.contentLength(),
        head.eTag(),
        Optional.ofNullable(head.metadata().get(S3Uploads.SHA256)));
  }

  @Override
  public Optional<OpenArtifact> open(ArtifactPath path) {
    return find(path)
        .map(
            stored -> {
              GetObjectRequest request =
                  GetObjectRequest.builder()
                      .bucket(bucket.name())
                      .key(bucket.key(path))
                      .ifMatch(stored.stamp())
                      .build();
              return new OpenObject(stored, bucket, request);
            });
  }

  @Override
  public List<Entry> list(ArtifactPath directory) {
    String folder = bucket.folder(directory);
    List<Entry> entries = new ArrayList<>();
    String token = null;
    do {
      ListObjectsV2Response page = page(folder, "/", token, 1_000);
      page.commonPrefixes()
          .forEach(
              below ->
                  name(below.prefix().substring(0, below.prefix().length() - 1))
                      .ifPresent(name -> entries.add(new Entry(name, true, 0))));
      page.contents()
          .forEach(
              object ->
                  name(object.key())
                      .ifPresent(name -> entries.add(new Entry(name, false, object.size()))));
      token = page.nextContinuationToken();
    } while (token != null);
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  private Optional<String> name(String key) {
    return bucket.path(key).map(ArtifactPath::name);
  }

  @Override
  public List<Located> files(ArtifactPath directory, Optional<ArtifactPath> after, int most) {
    List<Located> found = new ArrayList<>();
    String last = after.map(bucket::key).orElse(null);
    ListObjectsV2Response page;
    do {
      String start = last;
      page =
          bucket.call(
              () ->
                  bucket
                      .client()
                      .listObjectsV2(
                          r ->
                              r.bucket(bucket.name())
                                  .prefix(bucket.folder(directory))
                                  .startAfter(start)
                                  .maxKeys(most)));
      for (S3Object object : page.contents()) {
        last = object.key();
        bucket
            .path(object.key())
            .ifPresent(
                path ->
                    found.add(
                        new Located(
                            path, new Stored(object.size(), object.eTag(), Optional.empty()))));
      }
    } while (found.isEmpty() && Boolean.TRUE.equals(page.isTruncated()));
    return found;
  }

  @Override
  public boolean delete(ArtifactPath path) throws IOException {
    if (path.isRoot()) {
      throw RegistryException.invalid("Invalid path: the store's root cannot be deleted.");
    }
    boolean found = find(path).isPresent();
    if (found) {
      deleteAll(List.of(bucket.key(path)));
    }
    // What is deleted is not listed again, so each page is the first.
    for (ListObjectsV2Response page = page(bucket.folder(path), null, null, DELETED_AT_ONCE);
        !page.contents().isEmpty();
        page = page(bucket.folder(path), null, null, DELETED_AT_ONCE)) {
      deleteAll(page.contents().stream().map(S3Object::key).toList());
      found = true;
    }
    return found;
  }

  private void deleteAll(List<String> keys) throws IOException {
    List<ObjectIdentifier> objects =
        keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    DeleteObjectsResponse answer =
        bucket.call(
            () ->
                bucket
                    .client()
                    .deleteObjects(
                        r -> r.bucket(bucket.name()).delete(d -> d.objects(objects).quiet(true))));
    if (answer.hasErrors() && !answer.errors().isEmpty()) {
      throw new IOException(
          answer.errors().size()
              + " objects could not be deleted, the first of them for "
              + answer.errors().get(0).code());
    }
  }

  @Override
  public Parts createParts(ArtifactPath target, int count, URI registry) {
    checkNoDirectory(target);
    return parts.create(target, count);
  }

  @Override
  public Optional<Put> completeParts(ArtifactPath target, String uploadId, List<Part> sent) {
    parts.complete(target, uploadId, sent);
    return Optional.empty();
  }

  @Override
  public void abortParts(ArtifactPath target, String uploadId) {
    parts.abort(target, uploadId);
  }

  @Override
  public Optional<URI> address(ArtifactPath path) {
    return Optional.of(parts.download(path));
  }

  @Override
  public int sweep(Instant untouchedSince) throws IOException {
    return uploads.sweep(untouchedSince) + parts.sweep(untouchedSince);
  }

  S3Bucket bucket() {
    return bucket;
  }

  @Override
  public void close() {
    bucket.client().close();
    bucket.presigner().close();
  }
}
