package dev.grove.registry.mlflow;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.tracking.Run;
import dev.grove.registry.tracking.RunId;
import dev.grove.registry.tracking.RunStatus;
import dev.grove.registry.tracking.RunStore;
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

/** MLflow's runs, but for what is logged to them. */
@Path("/api/2.0/mlflow/runs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "runs")
public class RunResource {
  private final RunStore runs;

  public RunResource(RunStore runs) {
    this.runs = runs;
  }

  /** The body of {@code create}; {@code run_id} is Grove's addition. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Create(
      String experimentId,
      String runId,
      String runName,
      String userId,
      Long startTime,
      List<TagJson> tags) {}

  /** The body of {@code update}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Update(String runId, RunStatus status, Long endTime, String runName) {}

  /** One run. */
  public record Found(RunJson run) {}

  /** The info of a changed run. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Updated(RunInfoJson runInfo) {}

  @POST
  @Path("/create")
  @Operation(summary = "Create a run")
  @RequestBodySchema(Create.class)
  public Found create(Fields request) {
    Run run =
        runs.create(
            new RunStore.Draft(
                request.nonEmpty("run_id").map(RunId::new),
                request.nonEmpty("experiment_id").map(ExperimentResource::id).orElse(0L),
                request.textOrEmpty("run_name"),
                request.textOrEmpty("user_id"),
                request.integer("start_time"),
                request.tags("tags")));
    return new Found(RunJson.ofNew(run));
  }

  @GET
  @Path("/get")
  @Operation(summary = "Get a run: run_id")
  public Found get(@Context UriInfo uri) {
    return new Found(RunJson.of(runs.require(new RunId(Fields.ofQuery(uri).runId()))));
  }

  @POST
  @Path("/update")
  @Operation(summary = "Change a run's status, end or name")
  @RequestBodySchema(Update.class)
  public Updated update(Fields request) {
    Run.Info info =
        runs.update(
            new RunId(request.runId()),
            request.constant("status", RunStatus.class, 1),
            request.integer("end_time"),
            request.text("run_name"));
    return new Updated(RunInfoJson.of(info));
  }
}
