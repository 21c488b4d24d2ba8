package dev.grove.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.local.services.Service;
import dev.grove.local.stack.Ports;
import java.util.Map;

/** registry-service, through the part of MLflow's API that promotes. */
public final class RegistryClient {
  private final ServiceClient service;

  public RegistryClient(Ports ports) {
    service = new ServiceClient(ports, Service.REGISTRY);
  }

  /** Points an alias of a registered model at one of its versions. */
  public void alias(String model, String alias, String version)
      throws ServiceError, InterruptedException {
    service.post(
        "/api/2.0/mlflow/registered-models/alias",
        Map.of("name", model, "alias", alias, "version", version),
        JsonNode.class);
  }
}
