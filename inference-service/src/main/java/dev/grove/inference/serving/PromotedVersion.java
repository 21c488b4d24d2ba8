package dev.grove.inference.serving;

import java.time.Instant;

/**
 * What the registry wants served: the version that an alias of a model points to.
 *
 * @param promotedAt when the alias was moved there; moving it away and back makes a new time
 */
public record PromotedVersion(String model, String alias, String version, Instant promotedAt) {}
