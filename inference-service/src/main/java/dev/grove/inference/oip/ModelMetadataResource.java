package dev.grove.inference.oip;

import dev.grove.inference.Refused;
import dev.grove.inference.serving.ModelReference;
import dev.grove.inference.serving.ModelRouter;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** What a model takes and gives, and whether it answers. */
@Path("/v2/models/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Open Inference Protocol")
@APIResponse(responseCode = "404", description = "No such model")
public final class ModelMetadataResource {
  private final ModelRouter models;

  @Inject
  public ModelMetadataResource(ModelRouter models) {
    this.models = models;
  }

  @GET
  @Operation(summary = "A model's input and output tensors")
  public MetadataJson get(@RestPath String name) {
    return MetadataJson.of(models.route(References.of(name, null)));
  }

  @GET
  @Path("/versions/{version}")
  @Operation(summary = "A version's input and output tensors")
  public MetadataJson get(@RestPath String name, @RestPath String version) {
    return MetadataJson.of(models.route(References.of(name, version)));
  }

  @GET
  @Path("/ready")
  @Operation(summary = "200 if the model answers, 503 if it does not yet")
  public RestResponse<ModelReadyJson> ready(@RestPath String name) {
    return ready(name, References.of(name, null));
  }

  @GET
  @Path("/versions/{version}/ready")
  @Operation(summary = "200 if the version answers, 503 if it does not yet")
  public RestResponse<ModelReadyJson> ready(@RestPath String name, @RestPath String version) {
    return ready(name, References.of(name, version));
  }

  private RestResponse<ModelReadyJson> ready(String name, ModelReference reference) {
    try {
      models.route(reference);
      return RestResponse.ok(new ModelReadyJson(name, true, null));
    } catch (Refused e) {
      if (e.code() != Refused.Code.NO_MODEL) {
        throw e;
      }
      return RestResponse.status(
          RestResponse.Status.SERVICE_UNAVAILABLE, new ModelReadyJson(name, false, e.getMessage()));
    }
  }
}
