package dev.grove.registry.artifact;

import java.time.Duration;

/**
 * Bounds of an upload in parts.
 *
 * @param bytes of all parts together
 * @param valid how long their addresses are good for
 */
public record PartLimits(long bytes, Duration valid) {
  /** As many as S3 takes. */
  public static final int MOST = 10_000;
}
