package dev.grove.registry.webhook;

/** A webhook's secret was encrypted with a key that is not configured. Nothing goes unsigned. */
final class SecretUnreadable extends Exception {
  private static final long serialVersionUID = 1L;

  SecretUnreadable() {
    super(
        "The webhook's secret was encrypted with another grove.webhooks.secret-key; configure it"
            + " under grove.webhooks.former-secret-keys, or set the secret again");
  }
}
