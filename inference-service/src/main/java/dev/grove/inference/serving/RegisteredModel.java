package dev.grove.inference.serving;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the registry said last of a model.
 *
 * @param createdAt tells a model from another one that had its name before
 * @param aliases where each points to
 * @param traffic the tag {@code grove.traffic} as it stands, unchecked; null if there is none
 */
public record RegisteredModel(
    String name, Instant createdAt, Map<String, PromotedVersion> aliases, String traffic) {
  public RegisteredModel {
    aliases = Map.copyOf(aliases);
  }

  /** Where an alias points to. */
  public Optional<PromotedVersion> promoted(String alias) {
    return Optional.ofNullable(aliases.get(alias));
  }

  /** Whether any alias points to a version. */
  boolean isPromoted(ModelVersion version) {
    return aliases.values().stream().anyMatch(promoted -> promoted.of().equals(version));
  }
}
