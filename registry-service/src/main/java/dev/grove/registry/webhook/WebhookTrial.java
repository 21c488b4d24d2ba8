package dev.grove.registry.webhook;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Delivers an example at once, so that a webhook's owner sees what its target makes of it. */
@Singleton
public final class WebhookTrial {
  private static final int MOST = 8;

  private final WebhookStore store;
  private final Courier courier;
  private final Semaphore free = new Semaphore(MOST);

  WebhookTrial(WebhookStore store, Courier courier) {
    this.store = store;
    this.courier = courier;
  }

  /**
   * What became of it; {@code status}, {@code body} and {@code error} are null if there is none.
   */
  public record Result(boolean success, Integer status, String body, String error) {}

  /**
   * @param event empty for the first that the webhook wants to hear of
   */
  public Result run(String id, Optional<WebhookEvent> event) {
    Webhook webhook = store.require(id);
    if (!free.tryAcquire()) {
      throw new RegistryException(
          ErrorCode.REQUEST_LIMIT_EXCEEDED, MOST + " webhooks are being tested; try again.");
    }
    try {
      Sent sent = courier.test(webhook, event.orElse(webhook.events().get(0)), store.secret(id));
      return new Result(
          sent.arrived(), sent.status(), sent.body(), sent.arrived() ? null : sent.error());
    } catch (NotSent | SecretUnreadable e) {
      return new Result(false, null, null, e.getMessage());
    } finally {
      free.release();
    }
  }
}
