package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.Query;
import dev.grove.registry.tracking.Experiment;
import dev.grove.registry.tracking.ExperimentSearch;
import dev.grove.registry.tracking.ExperimentStore;
import dev.grove.registry.tracking.View;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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

/** MLflow's experiments. */
@Path("/api/2.0/mlflow/experiments")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "experiments")
public class ExperimentResource {
  private final ExperimentStore experiments;

  public ExperimentResource(ExperimentStore experiments) {
    this.experiments = experiments;
  }

  /** The body of {@code create}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Create(String name, String artifactLocation, List<TagJson> tags) {}

  /** The body of {@code search}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Search(
      String filter, List<String> orderBy, View viewType, Integer maxResults, String pageToken) {}

  /** A new experiment's id. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Created(String experimentId) {}

  /** One experiment. */
  public record Found(ExperimentJson experiment) {}

  /** A page of experiments. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(Include.NON_EMPTY)
  public record Listed(List<ExperimentJson> experiments, String nextPageToken) {}

  @POST
  @Path("/create")
  @Operation(summary = "Create an experiment")
  @RequestBodySchema(Create.class)
  public Created create(Fields request) {
    long id =
        experiments.create(
            request.required("name"), request.nonEmpty("artifact_location"), request.tags("tags"));
    return new Created(Long.toString(id));
  }

  @GET
  @Path("/get")
  @Operation(summary = "Get an experiment by its id: experiment_id")
  public Found get(@Context UriInfo uri) {
    String id = Fields.ofQuery(uri).required("experiment_id");
    return new Found(ExperimentJson.of(experiments.require(id(id))));
  }

  @GET
  @Path("/get-by-name")
  @Operation(summary = "Get an experiment by its name: experiment_name")
  public Found getByName(@Context UriInfo uri) {
    String name = Fields.ofQuery(uri).required("experiment_name");
    return new Found(ExperimentJson.of(experiments.require(name)));
  }

  @GET
  @Path("/search")
  @Operation(summary = "Search experiments: filter, order_by, view_type, max_results, page_token")
  public Listed searchByQuery(@Context UriInfo uri) {
    return search(Fields.ofQuery(uri));
  }

  @POST
  @Path("/search")
  @Operation(summary = "Search experiments, newest first")
  @RequestBodySchema(Search.class)
  public Listed search(Fields request) {
    View view = request.constant("view_type", View.class, 1).orElse(View.ACTIVE_ONLY);
    Page<Experiment> page =
        experiments.search(
            view,
            Query.parse(
                request.textOrEmpty("filter"),
                ExperimentSearch.FILTER,
                request.texts("order_by"),
                ExperimentSearch.ORDER,
                request.size("max_results", 1_000, 50_000),
                request.nonEmpty("page_token"),
                view));
    return new Listed(page.items().stream().map(ExperimentJson::of).toList(), page.nextText());
  }

  /** MLflow's own ids of experiments are integers, written as texts. */
  static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new RegistryException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "Invalid experiment ID '" + text + "'. Experiment ID must be a valid integer.",
          e);
    }
  }
}
