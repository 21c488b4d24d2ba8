package dev.grove.registry.mlflow;

import dev.grove.registry.model.ModelName;
import dev.grove.registry.model.TagStore;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tags of MLflow's registered models, one by one. */
@Path("/api/2.0/mlflow/registered-models")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "registered models")
public class ModelTagResource {
  private final TagStore tags;

  public ModelTagResource(TagStore tags) {
    this.tags = tags;
  }

  /** The body that sets a model's tag. */
  public record Set(String name, String key, String value) {}

  /** The body that removes a model's tag. */
  public record Delete(String name, String key) {}

  @POST
  @Path("/set-tag")
  @Operation(summary = "Set a tag of a registered model")
  @RequestBodySchema(Set.class)
  public Nothing set(Fields request) {
    tags.set(name(request), tag(request));
    return Nothing.NOTHING;
  }

  @DELETE
  @Path("/delete-tag")
  @Operation(summary = "Remove a tag of a registered model")
  @RequestBodySchema(Delete.class)
  public Nothing delete(Fields request) {
    tags.delete(name(request), request.required("key"));
    return Nothing.NOTHING;
  }

  private static ModelName name(Fields request) {
    return new ModelName(request.required("name"));
  }

  private static dev.grove.registry.Tag tag(Fields request) {
    return new dev.grove.registry.Tag(request.required("key"), request.textOrEmpty("value"));
  }
}
