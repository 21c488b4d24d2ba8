package dev.grove.registry.mlflow;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.RegistryException;
import dev.grove.registry.artifact.ArtifactConfig;
import dev.grove.registry.artifact.ArtifactPath;
import dev.grove.registry.artifact.ArtifactStore;
import dev.grove.registry.artifact.Artifacts;
import dev.grove.registry.artifact.PartLimits;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * MLflow's uploads in parts. The path in the address is the directory, and of the path in the
 * message, which is the client's own, the name counts.
 */
@Path("/api/2.0/mlflow-artifacts/mpu")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "artifacts")
public class MultipartResource {
  private final Artifacts artifacts;
  private final ArtifactConfig config;

  public MultipartResource(Artifacts artifacts, ArtifactConfig config) {
    this.artifacts = artifacts;
    this.config = config;
  }

  /** Where a part goes. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Credential(String url, int partNumber, Map<String, String> headers) {}

  /** An upload that has begun. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Created(String uploadId, List<Credential> credentials) {}

  @POST
  @Path("/create/{path:.+}")
  @Parameter(
      name = "path",
      in = ParameterIn.PATH,
      required = true,
      schema = @Schema(implementation = String.class))
  @Operation(summary = "Begin an upload in parts: path, num_parts")
  @RequestBodySchema(Map.class)
  public Created create(@Context HttpServerRequest request, @Context UriInfo uri, Fields message)
      throws IOException {
    ArtifactPath target = target(request, message);
    int parts = message.size("num_parts", 1, PartLimits.MOST);
    URI registry = config.publicUrl().orElseGet(uri::getBaseUri);
    ArtifactStore.Parts created = artifacts.createParts(target, parts, registry);
    return new Created(
        created.uploadId(),
        IntStream.range(0, parts)
            .mapToObj(i -> new Credential(created.urls().get(i).toString(), i + 1, Map.of()))
            .toList());
  }

  @POST
  @Path("/complete/{path:.+}")
  @Parameter(
      name = "path",
      in = ParameterIn.PATH,
      required = true,
      schema = @Schema(implementation = String.class))
  @Operation(summary = "Make the file of the parts: path, upload_id, parts")
  @RequestBodySchema(Map.class)
  public Nothing complete(@Context HttpServerRequest request, Fields message) throws IOException {
    List<ArtifactStore.Part> parts =
        message.messages("parts").stream()
            .map(
                part ->
                    new ArtifactStore.Part(
                        part.size("part_number", 0, PartLimits.MOST), part.required("etag")))
            .toList();
    if (parts.isEmpty()) {
      throw RegistryException.missing("parts");
    }
    artifacts.completeParts(target(request, message), message.required("upload_id"), parts);
    return Nothing.NOTHING;
  }

  @POST
  @Path("/abort/{path:.+}")
  @Parameter(
      name = "path",
      in = ParameterIn.PATH,
      required = true,
      schema = @Schema(implementation = String.class))
  @Operation(summary = "Forget an upload and its parts: path, upload_id")
  @RequestBodySchema(Map.class)
  public Nothing abort(@Context HttpServerRequest request, Fields message) throws IOException {
    artifacts.abortParts(target(request, message), message.required("upload_id"));
    return Nothing.NOTHING;
  }

  private static ArtifactPath target(HttpServerRequest request, Fields message) {
    String local = message.required("path");
    String name = local.substring(Math.max(local.lastIndexOf('/'), local.lastIndexOf('\\')) + 1);
    ArtifactPath file = ArtifactPath.of(name);
    if (file.isRoot()) {
      throw RegistryException.invalidValue("path", local, "It must end with a file's name.");
    }
    return RawPath.of(request).resolve(file);
  }
}
