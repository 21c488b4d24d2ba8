package dev.grove.inference.serving;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Whether this process has verified models to answer with. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "models")
public final class HealthResource {
  /**
   * @param status {@code ok} or {@code unavailable}
   */
  public record HealthJson(String status, List<ModelJson> models) {}

  private final ServedModels models;

  @Inject
  public HealthResource(ServedModels models) {
    this.models = models;
  }

  @GET
  @Operation(summary = "200 with a verified model, 503 before")
  @APIResponse(responseCode = "200", description = "Ready to predict")
  @APIResponse(responseCode = "503", description = "No verified model yet")
  public RestResponse<HealthJson> health() {
    boolean ready = models.isReady();
    List<ModelJson> all = models.all().stream().map(ModelJson::of).toList();
    return RestResponse.status(
        ready ? RestResponse.Status.OK : RestResponse.Status.SERVICE_UNAVAILABLE,
        new HealthJson(ready ? "ok" : "unavailable", all));
  }
}
