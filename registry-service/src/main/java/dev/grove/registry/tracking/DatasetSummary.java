package dev.grove.registry.tracking;

import java.util.Optional;

/** A dataset that runs of an experiment read, once for each context such as {@code training}. */
public record DatasetSummary(
    long experiment, String name, String digest, Optional<String> context) {}
