package dev.grove.registry.model;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;

/** A version's number, counted from 1 in each registered model. */
public record VersionNumber(int value) {
  public static VersionNumber parse(String text) {
    try {
      return new VersionNumber(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new RegistryException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "Parameter 'version' must be an integer, got '" + text + "'.",
          e);
    }
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
