package dev.grove.data.dataset;

import java.time.Instant;

/**
 * A named line of versions.
 *
 * @param number its place among all datasets, ascending
 * @param versions how many there are
 */
public record Dataset(
    long number, String name, Instant createdAt, long versions, DatasetVersion latest) {}
