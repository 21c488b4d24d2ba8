package dev.grove.registry.mlflow;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.artifact.ArtifactConfig;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What MLflow's clients ask about the server before they choose how to talk to it. */
@Path("/api/3.0/mlflow/server-info")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "server")
public class ServerInfoResource {
  private final Info info;

  public ServerInfoResource(ArtifactConfig artifacts) {
    // A directory takes parts too, but gains nothing by them.
    boolean parts = artifacts.store() == ArtifactConfig.Kind.S3;
    info = new Info("SqlStore", false, false, parts, parts, false, false, Map.of("gateway", false));
  }

  /** What the server can do, in MLflow's words. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Info(
      String storeType,
      boolean workspacesEnabled,
      boolean traceArchivalEnabled,
      boolean multipartUploadsEnabled,
      boolean multipartDownloadsEnabled,
      boolean presignedUploadRunIdSupported,
      boolean presignedUploadModelIdSupported,
      Map<String, Boolean> featuresEnabled) {}

  @GET
  @Operation(summary = "What the server can do")
  public Info info() {
    return info;
  }
}
