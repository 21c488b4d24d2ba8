package dev.grove.registry.artifact;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What clients exchange with S3 itself, at addresses that the registry signed. */
final class S3Parts {
  private final S3Bucket bucket;
  private final PartLimits limits;

  S3Parts(S3Bucket bucket, PartLimits limits) {
    this.bucket = bucket;
    this.limits = limits;
  }

  ArtifactStore.Parts create(ArtifactPath target, int count) {
    String key = bucket.key(target);
    String upload =
        bucket.call(
            () ->
                bucket
                    .client()
                    .createMultipartUpload(r -> r.bucket(bucket.name()).key(key))
                    .uploadId());
    return new ArtifactStore.Parts(
        upload,
        IntStream.rangeClosed(1, count).mapToObj(number -> address(key, upload, number)).toList());
  }

  private URI address(String key, String upload, int number) {
    return URI.create(
        bucket
            .presigner()
            .presignUploadPart(
                sign ->
                    sign.signatureDuration(limits.valid())
                        .uploadPartRequest(
                            r ->
                                r.bucket(bucket.name())
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number)))
            .url()
            .toString());
  }

  URI download(ArtifactPath path) {
    return URI.create(
        bucket
            .presigner()
            .presignGetObject(
                sign ->
                    sign.signatureDuration(limits.valid())
                        .getObjectRequest(r -> r.bucket(bucket.name()).key(bucket.key(path))))
            .url()
            .toString());
  }

  void complete(ArtifactPath target, String upload, List<ArtifactStore.Part> sent) {
    List<CompletedPart> parts =
        sent.stream()
            .map(
                part -> CompletedPart.builder().partNumber(part.number()).eTag(part.etag()).build())
            .toList();
    known(
        upload,
        () ->
            bucket
                .client()
                .completeMultipartUpload(
                    r ->
                        r.bucket(bucket.name())
                            .key(bucket.key(target))
                            .uploadId(upload)
                            .multipartUpload(m -> m.parts(parts))));
  }

  void abort(ArtifactPath target, String upload) {
    known(
        upload,
        () ->
            bucket
                .client()
                .abortMultipartUpload(
                    r -> r.bucket(bucket.name()).key(bucket.key(target)).uploadId(upload)));
  }

  private void known(String upload, Runnable call) {
    try {
      call.run();
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        throw new RegistryException(
            ErrorCode.RESOURCE_DOES_NOT_EXIST,
            "No multipart upload with upload_id=" + upload + ".",
            e);
      }
      if (e.statusCode() == 400) {
        throw new RegistryException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "The parts are not what was sent: " + e.awsErrorDetails().errorMessage(),
            e);
      }
      throw S3Bucket.away(e);
    } catch (SdkException e) {
      throw S3Bucket.away(e);
    }
  }

  /** Ends uploads that were begun before then, of clients and of killed registries. */
  int sweep(Instant begunBefore) {
    int removed = 0;
    ListMultipartUploadsResponse page = page(null, null);
    while (true) {
      for (MultipartUpload upload : page.uploads()) {
        if (upload.initiated().isBefore(begunBefore)) {
          bucket.find(
              () ->
                  bucket
                      .client()
                      .abortMultipartUpload(
                          r ->
                              r.bucket(bucket.name())
                                  .key(upload.key())
                                  .uploadId(upload.uploadId())));
          removed++;
        }
      }
      if (!Boolean.TRUE.equals(page.isTruncated())) {
        return removed;
      }
      page = page(page.nextKeyMarker(), page.nextUploadIdMarker());
    }
  }

  private ListMultipartUploadsResponse page(String key, String upload) {
    return bucket.call(
        () ->
            bucket
                .client()
                .listMultipartUploads(
                    r ->
                        r.bucket(bucket.name())
                            .prefix(bucket.prefix())
                            .keyMarker(key)
                            .uploadIdMarker(upload)));
  }
}
