package dev.grove.registry.mlflow;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.actor.Actors;
import dev.grove.registry.model.AliasName;
import dev.grove.registry.model.ModelName;
import dev.grove.registry.model.VersionNumber;
import dev.grove.registry.model.VersionStore;
import dev.grove.registry.promotion.PlainMoves;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Aliases of MLflow's registered models. */
@Path("/api/2.0/mlflow/registered-models/alias")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "registered models")
public class AliasResource {
  private final PlainMoves aliases;
  private final VersionStore versions;
  private final Actors actors;

  public AliasResource(PlainMoves aliases, VersionStore versions, Actors actors) {
    this.aliases = aliases;
    this.versions = versions;
    this.actors = actors;
  }

  /** The body that sets an alias. */
  public record Set(String name, String alias, String version) {}

  /** The body that removes an alias. */
  public record Delete(String name, String alias) {}

  /** The version that an alias points to. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Found(ModelVersionJson modelVersion) {}

  @POST
  @Operation(summary = "Point an alias to a version")
  @RequestBodySchema(Set.class)
  public Nothing set(Fields request) {
    aliases.set(
        actors.current(),
        new ModelName(request.required("name")),
        new AliasName(request.required("alias")),
        VersionNumber.parse(request.required("version")));
    return Nothing.NOTHING;
  }

  @GET
  @Operation(summary = "Get the version that an alias points to: name, alias")
  public Found get(@Context UriInfo uri) {
    Fields request = Fields.ofQuery(uri);
    return new Found(
        ModelVersionJson.of(
            versions.require(
                new ModelName(request.required("name")),
                new AliasName(request.required("alias")))));
  }

  @DELETE
  @Operation(summary = "Remove an alias")
  @RequestBodySchema(Delete.class)
  public Nothing delete(Fields request) {
    aliases.delete(
        actors.current(),
        new ModelName(request.required("name")),
        new AliasName(request.required("alias")));
    return Nothing.NOTHING;
  }
}
