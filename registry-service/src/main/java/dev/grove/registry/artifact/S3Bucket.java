package dev.grove.registry.artifact;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * A bucket, its clients, and where artifacts lie in it.
 *
 * @param prefix before every key: empty, or with a slash at its end
 */
record S3Bucket(String name, String prefix, S3Client client, S3Presigner presigner) {
  S3Bucket {
    prefix = prefix.replaceAll("^/+|/+$", "");
    prefix = prefix.isEmpty() ? "" : prefix + "/";
  }

  String key(ArtifactPath path) {
    return prefix + path;
  }

  /** What all keys of the directory begin with. */
  String folder(ArtifactPath directory) {
    return directory.isRoot() ? prefix : key(directory) + "/";
  }

  /** A path; nothing for keys that no upload through the registry makes. */
  Optional<ArtifactPath> path(String key) {
    try {
      return Optional.of(ArtifactPath.of(key.substring(prefix.length())))
          .filter(path -> !path.isRoot());
    } catch (RegistryException e) {
      return Optional.empty();
    }
  }

  /** Calls S3; refusals of S3's and its absence are the registry's 503. */
  <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw away(e);
    }
  }

  /** The same, where the object may be missing. */
  <T> Optional<T> find(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (S3Exception e) {
      if (e.statusCode() == 404 || e.statusCode() == 412) {
        return Optional.empty();
      }
      throw away(e);
    } catch (SdkException e) {
      throw away(e);
    }
  }

  static RegistryException away(SdkException e) {
    return new RegistryException(
        ErrorCode.TEMPORARILY_UNAVAILABLE, "The registry's artifact store is not available.", e);
  }
}
