package dev.grove.registry.model;

import dev.grove.registry.Tag;
import java.util.List;

/**
 * One version of a registered model.
 *
 * @param source as the client gave it
 * @param storage where its files lie: {@code source} with {@code runs:/} and {@code models:/}
 *     resolved
 * @param runId the run that made it, or empty
 * @param created and {@code updated} are milliseconds since 1970
 * @param aliases names that point to it, sorted
 */
public record ModelVersion(
    String model,
    int version,
    String description,
    String stage,
    String source,
    String storage,
    String runId,
    String runLink,
    String status,
    long created,
    long updated,
    List<Tag> tags,
    List<String> aliases) {}
