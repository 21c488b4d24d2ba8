package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.actor.Actors;
import dev.grove.registry.model.Descriptions;
import dev.grove.registry.model.ModelName;
import dev.grove.registry.model.ModelSearch;
import dev.grove.registry.model.ModelStore;
import dev.grove.registry.model.RegisteredModel;
import dev.grove.registry.promotion.Removals;
import dev.grove.registry.promotion.Renaming;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.Query;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** MLflow's registered models. */
@Path("/api/2.0/mlflow/registered-models")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "registered models")
public class RegisteredModelResource {
  private final ModelStore models;
  private final Descriptions descriptions;
  private final Renaming renaming;
  private final Removals removals;
  private final Actors actors;

  public RegisteredModelResource(
      ModelStore models,
      Descriptions descriptions,
      Renaming renaming,
      Removals removals,
      Actors actors) {
    this.models = models;
    this.descriptions = descriptions;
    this.renaming = renaming;
    this.removals = removals;
    this.actors = actors;
  }

  /** The body of {@code create}. */
  public record Create(String name, String description, List<TagJson> tags) {}

  /** The body of {@code update}. */
  public record Update(String name, String description) {}

  /** The body of {@code rename}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Rename(String name, String newName) {}

  /** The body of {@code delete}. */
  public record Delete(String name) {}

  /** One registered model. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Found(RegisteredModelJson registeredModel) {}

  /** A page of registered models. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(Include.NON_EMPTY)
  public record Listed(List<RegisteredModelJson> registeredModels, String nextPageToken) {}

  @POST
  @Path("/create")
  @Operation(summary = "Create a registered model")
  @RequestBodySchema(Create.class)
  public Found create(Fields request) {
    return new Found(
        RegisteredModelJson.of(
            models.create(
                new ModelName(request.required("name")),
                request.textOrEmpty("description"),
                request.tags("tags"))));
  }

  @GET
  @Path("/get")
  @Operation(summary = "Get a registered model: name")
  public Found get(@Context UriInfo uri) {
    ModelName name = new ModelName(Fields.ofQuery(uri).required("name"));
    return new Found(RegisteredModelJson.of(models.require(name)));
  }

  @PATCH
  @Path("/update")
  @Operation(summary = "Describe a registered model anew")
  @RequestBodySchema(Update.class)
  public Found update(Fields request) {
    return new Found(
        RegisteredModelJson.of(
            descriptions.describe(
                new ModelName(request.required("name")), request.textOrEmpty("description"))));
  }

  @POST
  @Path("/rename")
  @Operation(summary = "Rename a registered model")
  @RequestBodySchema(Rename.class)
  public Found rename(Fields request) {
    ModelName from = new ModelName(request.required("name"));
    ModelName to = new ModelName(request.required("new_name"));
    return new Found(RegisteredModelJson.of(renaming.rename(actors.current(), from, to)));
  }

  @DELETE
  @Path("/delete")
  @Operation(summary = "Delete a registered model with its versions, aliases and tags")
  @RequestBodySchema(Delete.class)
  public Nothing delete(Fields request) {
    removals.delete(actors.current(), new ModelName(request.required("name")));
    return Nothing.NOTHING;
  }

  @GET
  @Path("/search")
  @Operation(summary = "Search registered models: filter, order_by, max_results, page_token")
  public Listed search(@Context UriInfo uri) {
    Fields request = Fields.ofQuery(uri);
    Page<RegisteredModel> page =
        models.search(
            Query.parse(
                request.textOrEmpty("filter"),
                ModelSearch.FILTER,
                request.texts("order_by"),
                ModelSearch.ORDER,
                request.size("max_results", 100, 1_000),
                request.nonEmpty("page_token")));
    return new Listed(page.items().stream().map(RegisteredModelJson::of).toList(), page.nextText());
  }
}
