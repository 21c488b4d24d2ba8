package dev.grove.registry.artifact;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where artifacts are kept. */
@ConfigMapping(prefix = "grove.artifacts")
public interface ArtifactConfig {
  /** Where artifacts lie. */
  enum Kind {
    DIRECTORY,
    S3
  }

  @WithDefault("directory")
  Kind store();

  /**
   * Holds {@code files/}, and {@code staging/} for uploads under way; of an S3 store only the
   * latter.
   */
  @WithDefault("artifacts")
  Path directory();

  /** The largest file that an upload may bring. */
  @WithDefault("16G")
  MemorySize maxUpload();

  /** How long an upload may show no life before what it left is removed. */
  @WithDefault("24h")
  Duration abandonedAfter();

  /** How often that is looked for. */
  @WithDefault("1h")
  Duration sweepEvery();

  /** How long the addresses that a multipart upload is given are good for. */
  @WithDefault("12h")
  Duration partsValidFor();

  /** Where clients reach the registry, if not where their requests say. */
  Optional<URI> publicUrl();

  S3 s3();

  /** A bucket of S3 or of what speaks its protocol. */
  interface S3 {
    Optional<String> bucket();

    /** Put before every key; a folder of the bucket. */
    Optional<String> prefix();

    /** Not AWS itself, but what speaks its protocol. */
    Optional<URI> endpoint();

    /** Otherwise found as AWS' tools find it. */
    Optional<String> region();

    /** {@code endpoint/bucket/key} in place of {@code bucket.endpoint/key}. */
    @WithDefault("false")
    boolean pathStyle();

    /** Otherwise found as AWS' tools find them. */
    Optional<String> accessKey();

    Optional<String> secretKey();

    /** Checksums of what is sent; not every server of the protocol knows them. */
    @WithDefault("true")
    boolean checksums();

    /** The size of the parts in which large files go up: from 5 MiB on. */
    @WithDefault("8M")
    MemorySize partSize();

    @WithDefault("5s")
    Duration connectTimeout();

    /** How long an answer may give no byte. */
    @WithDefault("30s")
    Duration readTimeout();

    /** How long one try of a call may take. */
    @WithDefault("2m")
    Duration callTimeout();

    @WithDefault("2")
    int retries();
  }
}
