package dev.grove.registry.mlflow;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.tracking.Bin;
import dev.grove.registry.tracking.RunId;
import dev.grove.registry.tracking.RunTags;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is taken from MLflow's runs, and given back. */
@Path("/api/2.0/mlflow/runs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "runs")
public class RunChangeResource {
  private final Bin bin;
  private final RunTags tags;

  public RunChangeResource(Bin bin, RunTags tags) {
    this.bin = bin;
    this.tags = tags;
  }

  /** The body of {@code delete} and {@code restore}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Id(String runId) {}

  /** The body of {@code delete-tag}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record DeleteTag(String runId, String key) {}

  @POST
  @Path("/delete")
  @Operation(summary = "Put a run into the bin")
  @RequestBodySchema(Id.class)
  public Nothing delete(Fields request) {
    bin.delete(new RunId(request.runId()));
    return Nothing.NOTHING;
  }

  @POST
  @Path("/restore")
  @Operation(summary = "Take a run out of the bin")
  @RequestBodySchema(Id.class)
  public Nothing restore(Fields request) {
    bin.restore(new RunId(request.runId()));
    return Nothing.NOTHING;
  }

  @POST
  @Path("/delete-tag")
  @Operation(summary = "Remove a tag of a run")
  @RequestBodySchema(DeleteTag.class)
  public Nothing deleteTag(Fields request) {
    tags.delete(new RunId(request.runId()), request.required("key"));
    return Nothing.NOTHING;
  }
}
