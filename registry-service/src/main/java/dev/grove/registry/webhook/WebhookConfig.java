package dev.grove.registry.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How webhooks are delivered, and where to. */
@ConfigMapping(prefix = "grove.webhooks")
public interface WebhookConfig {
  /**
   * The key that secrets are encrypted with: 32 bytes in Base64, as MLflow's
   * MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY. Without it webhooks cannot have secrets.
   */
  Optional<String> secretKey();

  /** Keys that secrets were encrypted with before. */
  Optional<List<String>> formerSecretKeys();

  /** Whether a target may be plain http. */
  @WithDefault("false")
  boolean allowHttp();

  /** Networks that may be reached although they are not public, such as {@code 10.1.0.0/16}. */
  Optional<List<String>> allowedNetworks();

  /** How long a target may take for its answer. */
  @WithDefault("10s")
  Duration timeout();

  /** How often a delivery is tried before it is given up. */
  @WithDefault("12")
  int maxAttempts();

  /** The pause after the first failure; it doubles with each further one. */
  @WithDefault("1s")
  Duration firstPause();

  /** The longest pause that doubling leads to. */
  @WithDefault("5m")
  Duration longestPause();

  /** The longest pause that a target's Retry-After is followed to. */
  @WithDefault("1h")
  Duration longestRetryAfter();

  /** How many deliveries are tried at a time. */
  @WithDefault("16")
  int concurrency();

  /** How many of them may be of one webhook. */
  @WithDefault("4")
  int concurrencyPerWebhook();

  /** How often the database is asked for deliveries that are due. */
  @WithDefault("500ms")
  Duration poll();
}
