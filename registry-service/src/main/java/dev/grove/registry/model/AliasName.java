package dev.grove.registry.model;

import dev.grove.registry.Limits;
import dev.grove.registry.RegistryException;
import java.util.regex.Pattern;

/** The name of an alias, such as {@code champion}. */
public record AliasName(String value) {
  /** What stands for the version with the greatest number and so is nobody's alias. */
  static final String LATEST = "latest";

  private static final Pattern VALID = Pattern.compile("[\\w-]+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern VERSION = Pattern.compile("[vV]\\d+");

  public AliasName {
    if (value.isEmpty()) {
      throw RegistryException.invalid("Registered model alias name cannot be empty.");
    }
    if (!VALID.matcher(value).matches()) {
      throw RegistryException.invalid(
          "Invalid alias name: '"
              + value
              + "'. Names may only contain alphanumerics, underscores (_), and dashes (-).");
    }
    Limits.length("Registered model alias name", Limits.ALIAS, value);
  }

  boolean isLatest() {
    return value.equalsIgnoreCase(LATEST);
  }

  /** The name, if a model may give it to a version. */
  public AliasName free() {
    if (isLatest()) {
      throw RegistryException.invalid("'latest' alias name (case insensitive) is reserved.");
    }
    if (VERSION.matcher(value).matches()) {
      throw RegistryException.invalid("Version alias name '" + value + "' is reserved.");
    }
    return this;
  }

  @Override
  public String toString() {
    return value;
  }
}
