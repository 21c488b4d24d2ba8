package dev.grove.training.fit;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The service's own way to data-service. */
final class DataClients {
  @Produces
  @Singleton
  DataClient dataClient(DataConfig config) {
    return new DataClient(config.url());
  }
}
