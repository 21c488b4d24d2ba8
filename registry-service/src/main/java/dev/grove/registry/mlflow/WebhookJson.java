package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.webhook.Webhook;
import dev.grove.registry.webhook.WebhookAction;
import dev.grove.registry.webhook.WebhookEntity;
import dev.grove.registry.webhook.WebhookEvent;
import dev.grove.registry.webhook.WebhookStatus;
import java.util.List;

/** A webhook as MLflow answers it, without its secret. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(Include.NON_EMPTY)
public record WebhookJson(
    String webhookId,
    String name,
    String description,
    String url,
    List<Event> events,
    WebhookStatus status,
    long creationTimestamp,
    long lastUpdatedTimestamp) {

  /** One kind of event. */
  public record Event(WebhookEntity entity, WebhookAction action) {
    static Event of(WebhookEvent event) {
      return new Event(event.entity(), event.action());
    }
  }

  static WebhookJson of(Webhook webhook) {
    return new WebhookJson(
        webhook.id(),
        webhook.name(),
        webhook.description(),
        webhook.url(),
        webhook.events().stream().map(Event::of).toList(),
        webhook.status(),
        webhook.created(),
        webhook.updated());
  }
}
