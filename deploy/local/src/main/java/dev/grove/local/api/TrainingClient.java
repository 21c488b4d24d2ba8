package dev.grove.local.api;

import static dev.grove.local.api.ServiceClient.encode;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.grove.local.services.Service;
import dev.grove.local.stack.Ports;

/** training-service: jobs. */
public final class TrainingClient {
  private final ServiceClient service;

  public TrainingClient(Ports ports) {
    service = new ServiceClient(ports, Service.TRAINING);
  }

  /**
   * What is asked for; what is null, the service chooses.
   *
   * @param version the dataset version's id
   * @param model the name to register the model under
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Request(String dataset, String version, String model, Integer rounds, Long seed) {}

  public Job submit(Request request) throws ServiceError, InterruptedException {
    return service.post("/jobs", request, Job.class);
  }

  public Job job(String id) throws ServiceError, InterruptedException {
    return service.get("/jobs/" + encode(id), Job.class);
  }
}
