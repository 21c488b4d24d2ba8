package dev.grove.registry.tracking;

import dev.grove.registry.Tag;
import java.util.List;

/**
 * A named group of runs.
 *
 * @param created and {@code updated} are milliseconds since 1970
 */
public record Experiment(
    long id,
    String name,
    String artifactLocation,
    LifecycleStage stage,
    long created,
    long updated,
    List<Tag> tags) {}
