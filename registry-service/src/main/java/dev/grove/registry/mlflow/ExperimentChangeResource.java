package dev.grove.registry.mlflow;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.tracking.Bin;
import dev.grove.registry.tracking.ExperimentStore;
import dev.grove.registry.tracking.ExperimentTags;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What changes MLflow's experiments. */
@Path("/api/2.0/mlflow/experiments")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "experiments")
public class ExperimentChangeResource {
  private final ExperimentStore experiments;
  private final ExperimentTags tags;
  private final Bin bin;

  public ExperimentChangeResource(ExperimentStore experiments, ExperimentTags tags, Bin bin) {
    this.experiments = experiments;
    this.tags = tags;
    this.bin = bin;
  }

  /** The body of {@code delete} and {@code restore}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Id(String experimentId) {}

  /** The body of {@code update}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Update(String experimentId, String newName) {}

  /** The body of {@code set-experiment-tag}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record SetTag(String experimentId, String key, String value) {}

  /** The body of {@code delete-experiment-tag}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record DeleteTag(String experimentId, String key) {}

  private static long id(Fields request) {
    return ExperimentResource.id(request.required("experiment_id"));
  }

  @POST
  @Path("/delete")
  @Operation(summary = "Put an experiment and its runs into the bin")
  @RequestBodySchema(Id.class)
  public Nothing delete(Fields request) {
    bin.delete(id(request));
    return Nothing.NOTHING;
  }

  @POST
  @Path("/restore")
  @Operation(summary = "Take an experiment and its runs out of the bin")
  @RequestBodySchema(Id.class)
  public Nothing restore(Fields request) {
    bin.restore(id(request));
    return Nothing.NOTHING;
  }

  @POST
  @Path("/update")
  @Operation(summary = "Give an experiment another name")
  @RequestBodySchema(Update.class)
  public Nothing update(Fields request) {
    experiments.rename(id(request), request.required("new_name"));
    return Nothing.NOTHING;
  }

  @POST
  @Path("/set-experiment-tag")
  @Operation(summary = "Set a tag of an experiment")
  @RequestBodySchema(SetTag.class)
  public Nothing setTag(Fields request) {
    tags.set(id(request), request.tag());
    return Nothing.NOTHING;
  }

  @POST
  @Path("/delete-experiment-tag")
  @Operation(summary = "Remove a tag of an experiment")
  @RequestBodySchema(DeleteTag.class)
  public Nothing deleteTag(Fields request) {
    tags.delete(id(request), request.required("key"));
    return Nothing.NOTHING;
  }
}
