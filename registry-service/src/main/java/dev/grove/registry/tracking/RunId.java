package dev.grove.registry.tracking;

import dev.grove.registry.RegistryException;
import java.util.UUID;
import java.util.regex.Pattern;

/** A run's id: 32 hexadecimal digits, or what a client chose of letters, digits, - and _. */
public record RunId(String value) {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,255}");

  public RunId {
    if (!VALID.matcher(value).matches()) {
      throw RegistryException.invalidValue("run_id", value, "");
    }
  }

  static RunId random() {
    return new RunId(UUID.randomUUID().toString().replace("-", ""));
  }

  @Override
  public String toString() {
    return value;
  }
}
