package dev.grove.registry.webhook;

/** What happened; the numbers of mlflow/protos/webhooks.proto are the order, from 0. */
public enum WebhookAction {
  ACTION_UNSPECIFIED,
  CREATED,
  UPDATED,
  DELETED,
  SET,
  EXCEEDED
}
