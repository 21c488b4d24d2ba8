package dev.grove.registry.model;

import dev.grove.registry.Tag;
import java.util.List;

/**
 * A named line of versions.
 *
 * @param created and {@code updated} are milliseconds since 1970
 * @param latest the version with the greatest number of each stage
 */
public record RegisteredModel(
    String name,
    String description,
    long created,
    long updated,
    List<Tag> tags,
    List<Alias> aliases,
    List<ModelVersion> latest) {}
