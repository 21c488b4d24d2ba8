package dev.grove.registry.mlflow;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.actor.Actors;
import dev.grove.registry.model.ModelName;
import dev.grove.registry.model.Stage;
import dev.grove.registry.model.VersionNumber;
import dev.grove.registry.promotion.StageMoves;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** MLflow's stages, which its older clients promote by. */
@Path("/api/2.0/mlflow/model-versions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "model versions")
public class StageResource {
  private final StageMoves stages;
  private final Actors actors;

  public StageResource(StageMoves stages, Actors actors) {
    this.stages = stages;
    this.actors = actors;
  }

  /** The body of {@code transition-stage}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Transition(
      String name, String version, String stage, boolean archiveExistingVersions) {}

  /** The version that was moved. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Moved(ModelVersionJson modelVersion) {}

  @POST
  @Path("/transition-stage")
  @Operation(summary = "Move a version to a stage: None, Staging, Production or Archived")
  @RequestBodySchema(Transition.class)
  public Moved transition(Fields request) {
    return new Moved(
        ModelVersionJson.of(
            stages.transition(
                actors.current(),
                new ModelName(request.required("name")),
                VersionNumber.parse(request.required("version")),
                Stage.parse(request.required("stage")),
                request.flag("archive_existing_versions"))));
  }
}
