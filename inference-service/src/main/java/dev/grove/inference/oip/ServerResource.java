package dev.grove.inference.oip;

import dev.grove.inference.serving.ServedModels;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The server itself: what it is, whether it lives, whether its models answer. */
@Path("/v2")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Open Inference Protocol", description = "Version 2, for KServe's and Triton's clients")
public final class ServerResource {
  private static final List<String> EXTENSIONS =
      List.of("binary_tensor_data", "classification", "model_repository");

  private final ServedModels models;
  private final ServerJson server;

  @Inject
  public ServerResource(
      ServedModels models, @ConfigProperty(name = "quarkus.application.version") String version) {
    this.models = models;
    this.server = new ServerJson("grove", version, EXTENSIONS);
  }

  @GET
  @Operation(summary = "The server's name, version and extensions")
  public ServerJson server() {
    return server;
  }

  @GET
  @Path("/health/live")
  @Operation(summary = "200 as long as the server answers")
  public HealthJson live() {
    return new HealthJson(true, models.isReady());
  }

  @GET
  @Path("/health/ready")
  @Operation(summary = "200 with a verified model, 503 before")
  @APIResponse(responseCode = "200", description = "Ready to infer")
  @APIResponse(responseCode = "503", description = "No verified model yet")
  public RestResponse<HealthJson> ready() {
    boolean ready = models.isReady();
    return RestResponse.status(
        ready ? RestResponse.Status.OK : RestResponse.Status.SERVICE_UNAVAILABLE,
        new HealthJson(ready, ready));
  }
}
