package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.grove.registry.RegistryException;
import dev.grove.registry.artifact.Announced;
import dev.grove.registry.artifact.ArtifactConfig;
import dev.grove.registry.artifact.ArtifactPath;
import dev.grove.registry.artifact.Artifacts;
import dev.grove.registry.artifact.Digest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * MLflow's artifact proxy: files go straight between the request and the store.
 *
 * <p>The path is read from the request line as it came, decoded once and checked; what the router
 * makes of it only finds the method.
 */
@Path(Protocol.ARTIFACTS)
@Tag(name = "artifacts")
public class ArtifactProxyResource {
  private final Artifacts artifacts;
  private final ArtifactDownload downloads;
  private final long largest;

  public ArtifactProxyResource(
      Artifacts artifacts, ArtifactDownload downloads, ArtifactConfig config) {
    this.artifacts = artifacts;
    this.downloads = downloads;
    largest = config.maxUpload().asLongValue();
  }

  /** A directory's listing. */
  @JsonInclude(Include.NON_EMPTY)
  public record Listed(List<FileJson> files) {}

  @PUT
  @Path("/{path:.+}")
  @Parameter(
      name = "path",
      in = ParameterIn.PATH,
      required = true,
      schema = @Schema(implementation = String.class))
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary =
          "Upload a file; it is visible when all of it has come and is what the headers announced")
  public Response put(@Context HttpServerRequest request, InputStream body) throws IOException {
    ArtifactPath path = RawPath.of(request);
    BoundedUpload.check(request.getHeader(HttpHeaders.CONTENT_LENGTH), largest);
    Digest digest =
        artifacts.put(path, new BoundedUpload(body, largest), Announced.of(request::getHeader));
    return Response.ok(Nothing.NOTHING)
        .tag(new EntityTag(digest.sha256()))
        .header(Announced.SHA256_HEADER, digest.sha256())
        .build();
  }

  @GET
  @Path("/{path:.+}")
  @Parameter(
      name = "path",
      in = ParameterIn.PATH,
      required = true,
      schema = @Schema(implementation = String.class))
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(summary = "Download a file")
  public Response get(@Context RoutingContext context) throws IOException {
    ArtifactPath path = RawPath.of(context.request());
    return downloads.of(context, path, MediaType.APPLICATION_OCTET_STREAM_TYPE);
  }

  @HEAD
  @Path("/{path:.+}")
  @Parameter(
      name = "path",
      in = ParameterIn.PATH,
      required = true,
      schema = @Schema(implementation = String.class))
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(summary = "Tell a file's size and digest")
  public Response head(@Context RoutingContext context) throws IOException {
    return get(context);
  }

  @DELETE
  @Path("/{path:.+}")
  @Parameter(
      name = "path",
      in = ParameterIn.PATH,
      required = true,
      schema = @Schema(implementation = String.class))
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Delete a file, or a directory with all in it")
  public Nothing delete(@Context HttpServerRequest request) throws IOException {
    ArtifactPath path = RawPath.of(request);
    if (!artifacts.delete(path)) {
      throw RegistryException.notFound("No artifact at '" + path + "'.");
    }
    return Nothing.NOTHING;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "List a directory: path")
  public Listed list(@Context UriInfo uri) throws IOException {
    ArtifactPath path = ArtifactPath.of(Fields.ofQuery(uri).textOrEmpty("path"));
    return new Listed(
        artifacts.list(path).stream().map(entry -> FileJson.of(entry.name(), entry)).toList());
  }
}
