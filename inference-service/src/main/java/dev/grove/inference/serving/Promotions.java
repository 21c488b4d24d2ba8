package dev.grove.inference.serving;

import dev.grove.inference.Refused;
import java.time.Duration;
import java.util.Optional;

/** Brings promoted versions to serve for those who wait for them. */
final class Promotions {
  private static final Duration STEP = Duration.ofMillis(20);

  private final ServedModels models;
  private final ModelLoader loader;
  private final Duration patience;

  /**
   * @param patience of each who waits
   */
  Promotions(ServedModels models, ModelLoader loader, Duration patience) {
    this.models = models;
    this.loader = loader;
    this.patience = patience;
  }

  /**
   * Returns when a version serves under the alias.
   *
   * @throws Refused if none is promoted, or none serves in time
   */
  void serve(RegisteredModel model, String alias) {
    Optional<PromotedVersion> wanted = model.promoted(alias);
    loader.reconcile(wanted.orElseThrow(() -> Refused.unknownModel(model.name())));
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (models.serving(model.name()) == null && System.nanoTime() < deadline) {
        Thread.sleep(STEP.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    models.requireServing(model.name());
  }
}
