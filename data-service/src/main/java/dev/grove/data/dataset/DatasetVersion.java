package dev.grove.data.dataset;

import java.time.Instant;
import java.util.List;

/**
 * A loaded table: immutable from the moment that it is acknowledged.
 *
 * @param number its place among all versions, ascending
 * @param rows in the table
 * @param rejected rows of the source that were set aside
 * @param duplicates rows of the source that repeated a key
 * @param bytes of the source, uncompressed
 * @param warnings what its owner should know, as sentences
 */
public record DatasetVersion(
    long number,
    String dataset,
    VersionId id,
    Instant createdAt,
    long rows,
    long rejected,
    long duplicates,
    long bytes,
    VersionOptions options,
    TableSchema schema,
    List<String> warnings) {
  public DatasetVersion {
    warnings = List.copyOf(warnings);
  }
}
