package dev.grove.registry.tracking;

import dev.grove.registry.Limits;
import java.util.Optional;

/**
 * What a run read, known by its name and digest within its experiment.
 *
 * @param sourceType what kind of place {@code source} tells of, such as {@code local}
 */
public record Dataset(
    String name,
    String digest,
    String sourceType,
    String source,
    Optional<String> schema,
    Optional<String> profile) {
  private static final int NAME = 500;
  private static final int DIGEST = 36;
  private static final int SOURCE_TYPE = 36;
  private static final int SOURCE = 65_535;
  private static final int SCHEMA = 1_048_575;
  private static final int PROFILE = 16_777_215;

  /** Checks the lengths as MLflow does. */
  Dataset checked() {
    Limits.length("name", NAME, name);
    Limits.length("digest", DIGEST, digest);
    Limits.length("source_type", SOURCE_TYPE, sourceType);
    Limits.length("source", SOURCE, source);
    schema.ifPresent(text -> Limits.length("schema", SCHEMA, text));
    profile.ifPresent(text -> Limits.length("profile", PROFILE, text));
    return this;
  }
}
