package dev.grove.inference.serving;

import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready with a verified model: all configured ones, or at least one where none is configured. */
@Readiness
public final class ModelReadiness implements HealthCheck {
  private final ServedModels models;

  @Inject
  public ModelReadiness(ServedModels models) {
    this.models = models;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("models").status(models.isReady());
    for (ModelSlot slot : models.all()) {
      response.withData(slot.name(), slot.state().wireName());
    }
    return response.build();
  }
}
