package dev.grove.registry.model;

/**
 * A name that points to one version of its model.
 *
 * @param updated when it was last set, in milliseconds since 1970
 */
public record Alias(String name, int version, long updated) {}
