package dev.grove.inference.serving;

import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Which models this process serves, and how they stand. */
@Path("/models")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "models", description = "What is served")
public final class ModelResource {
  private final ModelViews models;

  @Inject
  ModelResource(ModelViews models) {
    this.models = models;
  }

  @GET
  @Operation(summary = "List the models, ordered by name")
  public ModelPage list(
      @Parameter(description = "1 to 1,000", schema = @Schema(type = SchemaType.INTEGER))
          @RestQuery
          @DefaultValue("100")
          String limit,
      @Parameter(description = "nextPageToken of the page before") @RestQuery String pageToken) {
    return models.page(ModelPage.limit(limit), pageToken);
  }

  @GET
  @Path("/{name}")
  @Operation(summary = "One model with its input columns, classes and lineage")
  @APIResponse(responseCode = "200", description = "The model, serving or not")
  @APIResponse(responseCode = "404", description = "No such model is promoted")
  public ModelDetailJson get(@RestPath String name) {
    return models.detail(name);
  }
}
