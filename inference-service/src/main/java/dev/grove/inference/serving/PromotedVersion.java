package dev.grove.inference.serving;

import java.time.Instant;

/**
 * What the registry wants served: the version that an alias of a model points to.
 *
 * @param alias null for a version that was asked for by its number
 * @param promotedAt when the alias was moved there; moving it away and back makes a new time
 */
public record PromotedVersion(String model, String alias, String version, Instant promotedAt) {
  /** Which version that is. */
  public ModelVersion of() {
    return new ModelVersion(model, version);
  }
}
