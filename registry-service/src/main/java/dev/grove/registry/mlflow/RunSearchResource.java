package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.Query;
import dev.grove.registry.search.runs.RunScope;
import dev.grove.registry.search.runs.RunSearch;
import dev.grove.registry.search.runs.RunWords;
import dev.grove.registry.tracking.Run;
import dev.grove.registry.tracking.View;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** MLflow's search of runs. */
@Path("/api/2.0/mlflow/runs/search")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "runs")
public class RunSearchResource {
  private final RunSearch runs;

  public RunSearchResource(RunSearch runs) {
    this.runs = runs;
  }

  /** The body of a search. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Search(
      List<String> experimentIds,
      String filter,
      View runViewType,
      Integer maxResults,
      List<String> orderBy,
      String pageToken) {}

  /** A page of runs. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(Include.NON_EMPTY)
  public record Listed(List<RunJson> runs, String nextPageToken) {}

  @POST
  @Operation(summary = "Search runs of experiments, started last first")
  @RequestBodySchema(Search.class)
  public Listed search(Fields request) {
    RunScope scope =
        new RunScope(
            request.texts("experiment_ids").stream().map(ExperimentResource::id).toList(),
            request.constant("run_view_type", View.class, 1).orElse(View.ACTIVE_ONLY));
    Page<Run> page =
        runs.search(
            scope,
            Query.parse(
                request.textOrEmpty("filter"),
                RunWords.FILTER,
                request.texts("order_by"),
                RunWords.ORDER,
                request.size("max_results", 1_000, 50_000),
                request.nonEmpty("page_token"),
                scope));
    return new Listed(page.items().stream().map(RunJson::of).toList(), page.nextText());
  }
}
