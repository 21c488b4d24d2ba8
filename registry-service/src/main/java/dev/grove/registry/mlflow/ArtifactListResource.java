package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.artifact.ArtifactPath;
import dev.grove.registry.artifact.Artifacts;
import dev.grove.registry.artifact.ArtifactUri;
import dev.grove.registry.tracking.RunId;
import dev.grove.registry.tracking.RunStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The artifacts of MLflow's runs. */
@Path("/api/2.0/mlflow/artifacts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "artifacts")
public class ArtifactListResource {
  private final RunStore runs;
  private final Artifacts artifacts;

  public ArtifactListResource(RunStore runs, Artifacts artifacts) {
    this.runs = runs;
    this.artifacts = artifacts;
  }

  /** A directory's listing, with paths from the run's root. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(Include.NON_EMPTY)
  public record Listed(String rootUri, List<FileJson> files) {}

  @GET
  @Path("/list")
  @Operation(summary = "List a directory of a run: run_id, path")
  public Listed list(@Context UriInfo uri) throws IOException {
    Fields request = Fields.ofQuery(uri);
    RunId run = new RunId(request.runId());
    ArtifactPath path = ArtifactPath.of(request.textOrEmpty("path"));
    String root = runs.artifactUri(run);
    ArtifactPath place = ArtifactUri.require("run " + run, root);
    String prefix = path.isRoot() ? "" : path + "/";
    return new Listed(
        root,
        artifacts.list(place.resolve(path)).stream()
            .map(entry -> FileJson.of(prefix + entry.name(), entry))
            .toList());
  }
}
