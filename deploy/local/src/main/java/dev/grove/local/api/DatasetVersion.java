package dev.grove.local.api;

/** A stored version of a table, as data-service tells of it; key and target may be null. */
public record DatasetVersion(
    String dataset,
    String version,
    long rows,
    long rejected,
    long duplicates,
    long bytes,
    String key,
    String target,
    String task) {}
