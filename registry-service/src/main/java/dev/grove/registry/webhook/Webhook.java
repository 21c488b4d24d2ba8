package dev.grove.registry.webhook;

import java.util.List;

/**
 * Who wants to hear of which events. Its secret is not part of it: it never leaves this package.
 *
 * @param created and {@code updated} are milliseconds since 1970
 */
public record Webhook(
    String id,
    String name,
    String description,
    String url,
    List<WebhookEvent> events,
    WebhookStatus status,
    long created,
    long updated) {}
