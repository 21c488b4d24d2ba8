package dev.grove.registry.event;

/**
 * What can change in the registry, as {@code entity.action}.
 *
 * <p>The names of MLflow's webhook events (mlflow/entities/webhook.py), and Grove's own of
 * registered models' tags and of promotions, which webhooks do not know.
 */
public enum EventType {
  REGISTERED_MODEL_CREATED("registered_model.created"),
  REGISTERED_MODEL_TAG_SET("registered_model_tag.set"),
  REGISTERED_MODEL_TAG_DELETED("registered_model_tag.deleted"),
  MODEL_VERSION_CREATED("model_version.created"),
  MODEL_VERSION_TAG_SET("model_version_tag.set"),
  MODEL_VERSION_TAG_DELETED("model_version_tag.deleted"),
  MODEL_VERSION_ALIAS_CREATED("model_version_alias.created"),
  MODEL_VERSION_ALIAS_DELETED("model_version_alias.deleted"),
  PROMOTION_REQUESTED("promotion.requested"),
  PROMOTION_DECIDED("promotion.decided");

  private final String text;

  EventType(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
