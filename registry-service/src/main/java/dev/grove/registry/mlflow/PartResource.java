package dev.grove.registry.mlflow;

import dev.grove.registry.RegistryException;
import dev.grove.registry.artifact.ArtifactConfig;
import dev.grove.registry.artifact.ArtifactStore;
import dev.grove.registry.artifact.DirectoryArtifacts;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Takes the parts of uploads where no object store does. */
@Path("/api/2.0/mlflow-artifacts/mpu/part")
@Tag(name = "artifacts")
public class PartResource {
  private final ArtifactStore artifacts;
  private final long largest;

  public PartResource(ArtifactStore artifacts, ArtifactConfig config) {
    this.artifacts = artifacts;
    largest = config.maxUpload().asLongValue();
  }

  @PUT
  @Path("/{upload}/{part}")
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Upload a part to the address that its upload was given")
  public Response put(
      @RestPath String upload,
      @RestPath String part,
      @Context HttpServerRequest request,
      InputStream body)
      throws IOException {
    if (!(artifacts instanceof DirectoryArtifacts directory)) {
      throw RegistryException.notFound("Parts go to the object store.");
    }
    BoundedUpload.check(request.getHeader(HttpHeaders.CONTENT_LENGTH), largest);
    String tag = directory.putPart(upload, number(part), new BoundedUpload(body, largest));
    return Response.ok(Nothing.NOTHING).tag(new EntityTag(tag)).build();
  }

  private static int number(String part) {
    if (!part.matches("[0-9]{1,5}")) {
      throw RegistryException.invalidValue("part_number", part, "It must be a positive integer.");
    }
    return Integer.parseInt(part);
  }
}
