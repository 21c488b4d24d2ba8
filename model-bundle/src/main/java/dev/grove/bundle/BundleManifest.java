package dev.grove.bundle;

import java.util.Map;

/**
 * {@code manifest.json}: what the bundle's files are and where they come from.
 *
 * @param format 1
 * @param files every other file's name to its digest
 */
public record BundleManifest(int format, Map<String, FileDigest> files, Lineage lineage) {
  /** SHA-256 in lower-case hex, and the size in bytes. */
  public record FileDigest(String sha256, long size) {}

  /**
   * @param dataset dataset's name
   * @param datasetVersion its version's id
   * @param parameters LightGBM's, as they were used
   */
  public record Lineage(
      String dataset,
      String datasetVersion,
      String split,
      String runId,
      String codeVersion,
      String lightgbmVersion,
      Map<String, String> parameters) {}
}
