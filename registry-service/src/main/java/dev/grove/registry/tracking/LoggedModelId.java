package dev.grove.registry.tracking;

import dev.grove.registry.RegistryException;
import java.util.UUID;
import java.util.regex.Pattern;

/** A logged model's id: {@code m-} and 32 hexadecimal digits. Another text names no model. */
public record LoggedModelId(String value) {
  private static final Pattern VALID = Pattern.compile("m-[0-9a-f]{32}");

  public LoggedModelId {
    if (!VALID.matcher(value).matches()) {
      throw missing(value);
    }
  }

  public static LoggedModelId random() {
    return new LoggedModelId("m-" + UUID.randomUUID().toString().replace("-", ""));
  }

  /** That there is no such model. */
  public static RegistryException missing(String id) {
    return RegistryException.notFound(
        "Logged model with ID '"
            + (id.length() > 100 ? id.substring(0, 100) + "…" : id)
            + "' not found.");
  }

  @Override
  public String toString() {
    return value;
  }
}
