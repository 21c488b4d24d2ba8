package dev.grove.data.dataset;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the dataset store takes files. */
@Readiness
@Singleton
final class StoreReadiness implements HealthCheck {
  private final DirectoryStore store;

  StoreReadiness(DirectoryStore store) {
    this.store = store;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("dataset store").status(store.isWritable()).build();
  }
}
