package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.actor.Actors;
import dev.grove.registry.logged.LoggedModelLog;
import dev.grove.registry.model.Descriptions;
import dev.grove.registry.model.ModelName;
import dev.grove.registry.model.ModelSource;
import dev.grove.registry.model.ModelVersion;
import dev.grove.registry.model.VersionNumber;
import dev.grove.registry.model.VersionSearch;
import dev.grove.registry.model.VersionStore;
import dev.grove.registry.promotion.Removals;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.Query;
import dev.grove.registry.tracking.LoggedModelId;
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

/** MLflow's versions of registered models. */
@Path("/api/2.0/mlflow/model-versions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "model versions")
public class ModelVersionResource {
  private final VersionStore versions;
  private final ModelSource sources;
  private final LoggedModelLog loggedModels;
  private final Descriptions descriptions;
  private final Removals removals;
  private final Actors actors;

  public ModelVersionResource(
      VersionStore versions,
      ModelSource sources,
      LoggedModelLog loggedModels,
      Descriptions descriptions,
      Removals removals,
      Actors actors) {
    this.versions = versions;
    this.sources = sources;
    this.loggedModels = loggedModels;
    this.descriptions = descriptions;
    this.removals = removals;
    this.actors = actors;
  }

  /** The body of {@code create}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Create(
      String name,
      String source,
      String runId,
      String modelId,
      String runLink,
      String description,
      List<TagJson> tags) {}

  /** The body of {@code update}. */
  public record Update(String name, String version, String description) {}

  /** The body of {@code delete}. */
  public record Delete(String name, String version) {}

  /** One version. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Found(ModelVersionJson modelVersion) {}

  /** Where a version's files lie. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Download(String artifactUri) {}

  /** A page of versions. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(Include.NON_EMPTY)
  public record Listed(List<ModelVersionJson> modelVersions, String nextPageToken) {}

  @POST
  @Path("/create")
  @Operation(summary = "Create the next version of a registered model")
  @RequestBodySchema(Create.class)
  public Found create(Fields request) {
    ModelName name = name(request);
    String source = request.required("source");
    String loggedModel = request.textOrEmpty("model_id");
    ModelSource.Origin origin = sources.origin(source, loggedModel, request.textOrEmpty("run_id"));
    ModelVersion version =
        versions.create(
            new VersionStore.Draft(
                name,
                source,
                origin.storage(),
                origin.runId(),
                request.textOrEmpty("run_link"),
                request.textOrEmpty("description"),
                request.tags("tags")));
    if (!loggedModel.isEmpty()) {
      loggedModels.addVersion(new LoggedModelId(loggedModel), name.value(), version.version());
    }
    return new Found(ModelVersionJson.of(version));
  }

  @GET
  @Path("/get")
  @Operation(summary = "Get a version: name, version")
  public Found get(@Context UriInfo uri) {
    return new Found(ModelVersionJson.of(require(uri)));
  }

  @PATCH
  @Path("/update")
  @Operation(summary = "Describe a version anew")
  @RequestBodySchema(Update.class)
  public Found update(Fields request) {
    return new Found(
        ModelVersionJson.of(
            descriptions.describe(
                name(request), number(request), request.textOrEmpty("description"))));
  }

  @DELETE
  @Path("/delete")
  @Operation(summary = "Delete a version with its aliases and tags")
  @RequestBodySchema(Delete.class)
  public Nothing delete(Fields request) {
    removals.delete(actors.current(), name(request), number(request));
    return Nothing.NOTHING;
  }

  private static ModelName name(Fields request) {
    return new ModelName(request.required("name"));
  }

  private static VersionNumber number(Fields request) {
    return VersionNumber.parse(request.required("version"));
  }

  private ModelVersion require(UriInfo uri) {
    Fields request = Fields.ofQuery(uri);
    return versions.require(name(request), number(request));
  }

  @GET
  @Path("/get-download-uri")
  @Operation(summary = "Get where a version's files lie: name, version")
  public Download downloadUri(@Context UriInfo uri) {
    return new Download(require(uri).storage());
  }

  @GET
  @Path("/search")
  @Operation(
      summary = "Search versions, changed last first: filter, order_by, max_results, page_token")
  public Listed search(@Context UriInfo uri) {
    Fields request = Fields.ofQuery(uri);
    Page<ModelVersion> page =
        versions.search(
            Query.parse(
                request.textOrEmpty("filter"),
                VersionSearch.FILTER,
                request.texts("order_by"),
                VersionSearch.ORDER,
                request.size("max_results", 10_000, 200_000),
                request.nonEmpty("page_token")));
    return new Listed(page.items().stream().map(ModelVersionJson::of).toList(), page.nextText());
  }
}
