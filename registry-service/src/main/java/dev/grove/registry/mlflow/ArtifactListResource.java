package dev.grove.registry.mlflow;

import dev.grove.registry.artifact.ArtifactPath;
import dev.grove.registry.tracking.RunId;
import dev.grove.registry.tracking.RunStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The artifacts of MLflow's runs. */
@Path("/api/2.0/mlflow/artifacts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "artifacts")
public class ArtifactListResource {
  private final RunStore runs;
  private final ArtifactListing artifacts;

  public ArtifactListResource(RunStore runs, ArtifactListing artifacts) {
    this.runs = runs;
    this.artifacts = artifacts;
  }

  @GET
  @Path("/list")
  @Operation(summary = "List a directory of a run: run_id, path")
  public ArtifactListing.Listed list(@Context UriInfo uri) throws IOException {
    Fields request = Fields.ofQuery(uri);
    RunId run = new RunId(request.runId());
    ArtifactPath path = ArtifactPath.of(request.textOrEmpty("path"));
    return artifacts.of("run " + run, runs.artifactUri(run), path);
  }
}
