package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import dev.grove.registry.artifact.ArtifactConfig;
import dev.grove.registry.artifact.ArtifactPath;
import dev.grove.registry.artifact.ArtifactStore;
import dev.grove.registry.artifact.Digest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.PathPart;

/**
 * MLflow's artifact proxy: files go straight between the request and the store.
 *
 * <p>The path is read from the request line as it came, decoded once and checked; what the router
 * makes of it only finds the method.
 */
@Path(Protocol.ARTIFACTS)
@Tag(name = "artifacts")
public class ArtifactProxyResource {
  private final ArtifactStore artifacts;
  private final long largest;

  public ArtifactProxyResource(ArtifactStore artifacts, ArtifactConfig config) {
    this.artifacts = artifacts;
    largest = config.maxUpload().asLongValue();
  }

  /** A directory's listing. */
  @JsonInclude(Include.NON_EMPTY)
  public record Listed(List<FileJson> files) {}

  @PUT
  @Path("/{path:.+}")
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Upload a file; it is visible when all of it has come")
  public Response put(@Context HttpServerRequest request, InputStream body) throws IOException {
    ArtifactPath path = RawPath.of(request);
    BoundedUpload.check(request.getHeader(HttpHeaders.CONTENT_LENGTH), largest);
    Digest digest = artifacts.put(path, new BoundedUpload(body, largest));
    return Response.ok(Nothing.NOTHING).tag(new EntityTag(digest.sha256())).build();
  }

  @GET
  @Path("/{path:.+}")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(summary = "Download a file")
  public Response get(@Context HttpServerRequest request) throws IOException {
    ArtifactPath path = RawPath.of(request);
    ArtifactStore.Stored stored =
        artifacts
            .find(path)
            .orElseThrow(() -> RegistryException.notFound("No artifact at '" + path + "'."));
    Optional<ByteRange> asked = ByteRange.parse(request.getHeader("Range"), stored.bytes());
    if (asked.isPresent() && asked.get().count() == 0) {
      return Response.status(Response.Status.REQUESTED_RANGE_NOT_SATISFIABLE)
          .header("Content-Range", "bytes */" + stored.bytes())
          .type(MediaType.APPLICATION_JSON_TYPE)
          .entity(
              ErrorJson.of(
                  ErrorCode.INVALID_PARAMETER_VALUE,
                  "The artifact has no such range: it has " + stored.bytes() + " bytes."))
          .build();
    }
    ByteRange sent = asked.orElse(new ByteRange(0, stored.bytes()));
    Response.ResponseBuilder response =
        Response.status(asked.isPresent() ? 206 : 200)
            .entity(new PathPart(stored.file(), sent.offset(), sent.count()))
            .type(MediaType.APPLICATION_OCTET_STREAM_TYPE)
            .header(HttpHeaders.CONTENT_LENGTH, sent.count())
            .header("Accept-Ranges", "bytes")
            .header("X-Content-Type-Options", "nosniff")
            .header(HttpHeaders.CONTENT_DISPOSITION, "attachment");
    asked.ifPresent(range -> response.header("Content-Range", range.of(stored.bytes())));
    return response.build();
  }

  @DELETE
  @Path("/{path:.+}")
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
