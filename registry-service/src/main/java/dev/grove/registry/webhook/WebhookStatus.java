package dev.grove.registry.webhook;

/** Whether a webhook hears of events; the numbers on the wire are the order, from 1. */
public enum WebhookStatus {
  ACTIVE,
  DISABLED
}
