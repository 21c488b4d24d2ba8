package dev.grove.registry.model;

import dev.grove.registry.Limits;
import dev.grove.registry.RegistryException;

/** A registered model's name: any text that can be one part of a {@code models:/} URI. */
public record ModelName(String value) {
  public ModelName {
    if (value.isBlank()) {
      throw RegistryException.missing("name");
    }
    if (value.indexOf('/') >= 0 || value.indexOf(':') >= 0) {
      throw RegistryException.invalid(
          "Invalid model name '" + value + "'. Names cannot contain '/' or ':'.");
    }
    if (!Limits.isPlainPath(value)) {
      throw RegistryException.invalidValue(
          "name", value, "Names must not resolve to other names when treated as files.");
    }
    Limits.length("name", Limits.NAME, value);
  }

  @Override
  public String toString() {
    return value;
  }
}
