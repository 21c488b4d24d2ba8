package dev.grove.registry.webhook;

import dev.grove.registry.RegistryException;
import java.util.regex.Pattern;

/** A webhook's name, as mlflow/utils/validation.py has it; not unique. */
public record WebhookName(String value) {
  private static final Pattern ALLOWED =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

  public WebhookName {
    if (!ALLOWED.matcher(value).matches()) {
      throw RegistryException.invalidValue(
          "name",
          value,
          "Webhook name is invalid. It must start and end with a letter or digit, have at most 63"
              + " characters, and contain only letters, digits, dots, underscores and hyphens.");
    }
  }
}
