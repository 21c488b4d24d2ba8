package dev.grove.registry.webhook;

import dev.grove.registry.RegistryException;
import java.util.Locale;

/** A pair of entity and action that there is. */
public record WebhookEvent(WebhookEntity entity, WebhookAction action) {
  public WebhookEvent {
    if (!entity.actions().contains(action)) {
      throw RegistryException.invalid(
          "Invalid action '"
              + lower(action)
              + "' for entity '"
              + lower(entity)
              + "'. Valid actions are: "
              + entity.actions().stream().map(WebhookEvent::lower).toList());
    }
  }

  /** Reads {@code entity.action}. */
  static WebhookEvent parse(String text) {
    String[] parts = text.toUpperCase(Locale.ROOT).split("\\.", 2);
    return new WebhookEvent(WebhookEntity.valueOf(parts[0]), WebhookAction.valueOf(parts[1]));
  }

  /** The event's type, as {@code entity.action}. */
  public String text() {
    return lower(entity) + "." + lower(action);
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
