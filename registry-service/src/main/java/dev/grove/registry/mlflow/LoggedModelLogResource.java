package dev.grove.registry.mlflow;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.artifact.ArtifactPath;
import dev.grove.registry.logged.LoggedModelLog;
import dev.grove.registry.logged.LoggedModelStore;
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
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What belongs to MLflow's logged models: parameters, tags and files. */
@Path("/api/2.0/mlflow/logged-models/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "logged models")
public class LoggedModelLogResource {
  private final LoggedModelStore models;
  private final LoggedModelLog log;
  private final ArtifactListing artifacts;

  public LoggedModelLogResource(
      LoggedModelStore models, LoggedModelLog log, ArtifactListing artifacts) {
    this.models = models;
    this.log = log;
    this.artifacts = artifacts;
  }

  /** The body that adds parameters. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record LogParams(String modelId, List<TagJson> params) {}

  /** The body that sets tags. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record SetTags(String modelId, List<TagJson> tags) {}

  @POST
  @Path("/params")
  @Operation(summary = "Log parameters of a logged model, once")
  @RequestBodySchema(LogParams.class)
  public Nothing logParams(@RestPath String id, Fields request) {
    LoggedModelResource.requireSame(id, request);
    log.writeParams(new LoggedModelId(id), request.tags("params"));
    return Nothing.NOTHING;
  }

  @PATCH
  @Path("/tags")
  @Operation(summary = "Set tags of a logged model")
  @RequestBodySchema(SetTags.class)
  public Nothing setTags(@RestPath String id, Fields request) {
    LoggedModelResource.requireSame(id, request);
    log.setTags(new LoggedModelId(id), request.tags("tags"));
    return Nothing.NOTHING;
  }

  @DELETE
  @Path("/tags/{key:.+}")
  @Operation(summary = "Remove a tag of a logged model")
  public Nothing deleteTag(@RestPath String id, @RestPath String key) {
    log.deleteTag(new LoggedModelId(id), Fields.checked("tag_key", key));
    return Nothing.NOTHING;
  }

  @GET
  @Path("/artifacts/directories")
  @Operation(summary = "List a directory of a logged model: artifact_directory_path")
  public ArtifactListing.Listed list(@RestPath String id, @Context UriInfo uri) throws IOException {
    ArtifactPath path = ArtifactPath.of(Fields.ofQuery(uri).textOrEmpty("artifact_directory_path"));
    String root = models.require(new LoggedModelId(id)).artifactUri();
    return artifacts.of("logged model " + id, root, path);
  }
}
