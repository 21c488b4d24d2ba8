package dev.grove.registry.mlflow;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import dev.grove.registry.artifact.ArtifactPath;
import dev.grove.registry.artifact.Artifacts;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** MLflow's downloads past the registry, for stores that have addresses to sign. */
@Path("/api/2.0/mlflow-artifacts/presigned")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "artifacts")
public class PresignedResource {
  private final Artifacts artifacts;

  public PresignedResource(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  /** Where the file is, for a while. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Download(String url, Map<String, String> headers, long fileSize) {}

  @GET
  @Path("/{path:.+}")
  @Parameter(
      name = "path",
      in = ParameterIn.PATH,
      required = true,
      schema = @Schema(implementation = String.class))
  @Operation(summary = "Get an address from which a file can be downloaded in parts")
  public Download get(@Context HttpServerRequest request) throws IOException {
    ArtifactPath path = RawPath.of(request);
    // The words by which MLflow's clients know that they have to ask for the file itself.
    URI address =
        artifacts
            .address(path)
            .orElseThrow(
                () ->
                    new RegistryException(
                        ErrorCode.NOT_IMPLEMENTED,
                        "Multipart download is not supported for the current artifact"
                            + " repository"));
    long bytes =
        artifacts
            .find(path)
            .orElseThrow(() -> RegistryException.notFound("No artifact at '" + path + "'."))
            .bytes();
    return new Download(address.toString(), Map.of(), bytes);
  }
}
