package dev.grove.registry.webhook;

import dev.grove.registry.RegistryException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Takes one payload to one target, signed as MLflow signs. */
final class Courier {
  private final Sender sender;
  private final SecretBox secrets;
  private final Clock clock;
  private final boolean httpToo;

  Courier(Sender sender, SecretBox secrets, Clock clock, boolean httpToo) {
    this.sender = sender;
    this.secrets = secrets;
    this.clock = clock;
    this.httpToo = httpToo;
  }

  Sent take(Delivery delivery) throws NotSent {
    Optional<String> secret = Optional.empty();
    if (delivery.sealedSecret() != null) {
      try {
        secret = Optional.of(secrets.open(delivery.webhookId(), delivery.sealedSecret()));
      } catch (SecretUnreadable e) {
        throw new NotSent(e.getMessage(), e);
      }
    }
    return take(delivery.url(), delivery.id(), delivery.payload(), secret, delivery.attempt() - 1);
  }

  /** Delivers an example. */
  Sent test(Webhook webhook, WebhookEvent event, Optional<String> secret) throws NotSent {
    String payload = Payload.example(event, clock.instant());
    return take(webhook.url(), UUID.randomUUID().toString(), payload, secret, 0);
  }

  private Sent take(String url, String id, String payload, Optional<String> secret, int attempt)
      throws NotSent {
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    Map<String, String> headers = new HashMap<>();
    headers.put("X-MLflow-Delivery-Id", id);
    headers.put("X-MLflow-Timestamp", timestamp);
    secret.ifPresent(
        text -> headers.put("X-MLflow-Signature", Signature.of(text, id, timestamp, payload)));
    return sender.post(target(url), headers, payload, attempt);
  }

  /** A target that was accepted under another configuration may be no longer. */
  private Target target(String url) throws NotSent {
    try {
      return Target.parse(url, httpToo);
    } catch (RegistryException e) {
      throw new NotSent(e.getMessage(), e);
    }
  }
}
