package dev.grove.registry.webhook;

import static dev.grove.registry.webhook.WebhookAction.CREATED;
import static dev.grove.registry.webhook.WebhookAction.DELETED;
import static dev.grove.registry.webhook.WebhookAction.EXCEEDED;
import static dev.grove.registry.webhook.WebhookAction.SET;

import java.util.List;

/**
 * What a webhook's event is about, with what can happen to it.
 *
 * <p>Names, numbers (the order, from 0) and pairs are those of mlflow/entities/webhook.py and
 * mlflow/protos/webhooks.proto. Prompts and budgets are MLflow's alone: webhooks may name them, and
 * hear nothing of them here.
 */
public enum WebhookEntity {
  ENTITY_UNSPECIFIED,
  REGISTERED_MODEL(CREATED),
  MODEL_VERSION(CREATED),
  MODEL_VERSION_TAG(DELETED, SET),
  MODEL_VERSION_ALIAS(CREATED, DELETED),
  PROMPT(CREATED),
  PROMPT_VERSION(CREATED),
  PROMPT_TAG(DELETED, SET),
  PROMPT_VERSION_TAG(DELETED, SET),
  PROMPT_ALIAS(CREATED, DELETED),
  BUDGET_POLICY(EXCEEDED);

  /** Of {@code List.of}. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<WebhookAction> actions;

  WebhookEntity(WebhookAction... actions) {
    this.actions = List.of(actions);
  }

  List<WebhookAction> actions() {
    return actions;
  }
}
