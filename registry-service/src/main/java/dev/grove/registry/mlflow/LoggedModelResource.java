package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.RegistryException;
import dev.grove.registry.logged.LoggedModel;
import dev.grove.registry.logged.LoggedModelSearch;
import dev.grove.registry.logged.LoggedModelStatus;
import dev.grove.registry.logged.LoggedModelStore;
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
import org.jboss.resteasy.reactive.RestPath;

/** MLflow's logged models, but for what is logged to them. */
@Path("/api/2.0/mlflow/logged-models")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "logged models")
public class LoggedModelResource {
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 50_000;

  private final LoggedModelStore models;

  public LoggedModelResource(LoggedModelStore models) {
    this.models = models;
  }

  /** The body that creates one. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Create(
      String experimentId,
      String name,
      String modelType,
      String sourceRunId,
      List<TagJson> params,
      List<TagJson> tags) {}

  /** The body that says whether the files came. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Finish(String modelId, LoggedModelStatus status) {}

  /** The body of {@code search}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Search(
      List<String> experimentIds,
      String filter,
      List<DatasetJson> datasets,
      Integer maxResults,
      List<OrderJson> orderBy,
      String pageToken) {}

  /** A dataset that metrics were measured on. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record DatasetJson(String datasetName, String datasetDigest) {}

  /** A key of the order. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record OrderJson(
      String fieldName, Boolean ascending, String datasetName, String datasetDigest) {}

  /** One logged model. */
  public record Found(LoggedModelJson model) {}

  /** A page of logged models. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(Include.NON_EMPTY)
  public record Listed(List<LoggedModelJson> models, String nextPageToken) {}

  @POST
  @Operation(summary = "Create a logged model, pending until its files are there")
  @RequestBodySchema(Create.class)
  public Found create(Fields request) {
    LoggedModel model =
        models.create(
            new LoggedModelStore.Draft(
                ExperimentResource.id(request.required("experiment_id")),
                request.nonEmpty("name"),
                request.textOrEmpty("model_type"),
                request.textOrEmpty("source_run_id"),
                request.tags("params"),
                request.tags("tags")));
    return new Found(LoggedModelJson.of(model));
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "Get a logged model: allow_deleted")
  public Found get(@RestPath String id, @Context UriInfo uri) {
    LoggedModelId model = new LoggedModelId(id);
    boolean allowDeleted =
        Fields.ofQuery(uri).textOrEmpty("allow_deleted").equalsIgnoreCase("true");
    return new Found(
        LoggedModelJson.of(
            allowDeleted ? models.requireEvenDeleted(model) : models.require(model)));
  }

  @PATCH
  @Path("/{id}")
  @Operation(summary = "Say whether a logged model's files came")
  @RequestBodySchema(Finish.class)
  public Found finish(@RestPath String id, Fields request) {
    requireSame(id, request);
    LoggedModelStatus status =
        request
            .constant("status", LoggedModelStatus.class, 0)
            .orElseThrow(() -> RegistryException.missing("status"));
    return new Found(LoggedModelJson.of(models.finish(new LoggedModelId(id), status)));
  }

  /** A body may repeat the path's id; another one would be a mistake. */
  static void requireSame(String id, Fields request) {
    if (request.nonEmpty("model_id").filter(given -> !given.equals(id)).isPresent()) {
      throw RegistryException.invalidValue(
          "model_id", request.required("model_id"), "It is not the one of the path.");
    }
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Put a logged model into the bin")
  public Nothing delete(@RestPath String id) {
    models.delete(new LoggedModelId(id));
    return Nothing.NOTHING;
  }

  @POST
  @Path("/search")
  @Operation(summary = "Search logged models of experiments, created last first")
  @RequestBodySchema(Search.class)
  public Listed search(Fields request) {
    if (!request.has("experiment_ids")) {
      throw RegistryException.missing("experiment_ids");
    }
    List<Long> experiments =
        request.texts("experiment_ids").stream().map(ExperimentResource::id).toList();
    List<LoggedModelSearch.On> datasets =
        request.messages("datasets").stream()
            .map(on -> dataset(on, on.required("dataset_name")))
            .toList();
    List<LoggedModelSearch.By> orders =
        request.messages("order_by").stream()
            .map(
                by ->
                    LoggedModelSearch.By.parse(
                        by.required("field_name"),
                        by.bool("ascending").orElse(true),
                        dataset(by, by.textOrEmpty("dataset_name"))))
            .toList();
    Query query =
        Query.parse(
            request.textOrEmpty("filter"),
            LoggedModelSearch.FILTER,
            List.of(),
            LoggedModelSearch.FILTER,
            request.size("max_results", PAGE, LARGEST_PAGE),
            request.nonEmpty("page_token"),
            experiments,
            datasets,
            orders);
    Page<LoggedModel> page = models.search(experiments, query, datasets, orders);
    return new Listed(page.items().stream().map(LoggedModelJson::of).toList(), page.nextText());
  }

  private static LoggedModelSearch.On dataset(Fields request, String name) {
    return new LoggedModelSearch.On(name, request.nonEmpty("dataset_digest"));
  }
}
