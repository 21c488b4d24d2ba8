package dev.grove.registry.mlflow;

import dev.grove.registry.artifact.ArtifactPath;
import dev.grove.registry.artifact.ArtifactUri;
import dev.grove.registry.logged.LoggedModelStore;
import dev.grove.registry.model.ModelName;
import dev.grove.registry.model.VersionNumber;
import dev.grove.registry.model.VersionStore;
import dev.grove.registry.tracking.LoggedModelId;
import dev.grove.registry.tracking.RunId;
import dev.grove.registry.tracking.RunStore;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Downloads as MLflow's user interface asks for them, outside of its API's prefix. */
@Path("/")
@Tag(name = "artifacts")
public class GetArtifactResource {
  private final RunStore runs;
  private final VersionStore versions;
  private final LoggedModelStore loggedModels;
  private final ArtifactDownload downloads;

  public GetArtifactResource(
      RunStore runs,
      VersionStore versions,
      LoggedModelStore loggedModels,
      ArtifactDownload downloads) {
    this.runs = runs;
    this.versions = versions;
    this.loggedModels = loggedModels;
    this.downloads = downloads;
  }

  @GET
  @Path("/get-artifact")
  @Operation(summary = "Download a file of a run: run_id, path")
  public Response ofRun(@Context UriInfo uri, @Context RoutingContext context) throws IOException {
    Fields request = Fields.ofQuery(uri);
    RunId run = new RunId(request.runId());
    ArtifactPath path = path(request);
    return send(context, ArtifactUri.require("run " + run, runs.artifactUri(run)), path);
  }

  @GET
  @Path("/model-versions/get-artifact")
  @Operation(summary = "Download a file of a model version: name, version, path")
  public Response ofVersion(@Context UriInfo uri, @Context RoutingContext context)
      throws IOException {
    Fields request = Fields.ofQuery(uri);
    ModelName name = new ModelName(request.required("name"));
    VersionNumber version = VersionNumber.parse(request.required("version"));
    ArtifactPath path = path(request);
    String storage = versions.require(name, version).storage();
    String whose = "version " + version + " of model " + name;
    return send(context, ArtifactUri.require(whose, storage), path);
  }

  @GET
  @Path("/logged-models/{id}/get-artifact")
  @Operation(summary = "Download a file of a logged model: artifact_file_path")
  public Response ofLoggedModel(
      @RestPath String id, @Context UriInfo uri, @Context RoutingContext context)
      throws IOException {
    LoggedModelId model = new LoggedModelId(id);
    ArtifactPath path = ArtifactPath.of(Fields.ofQuery(uri).required("artifact_file_path"));
    String root = loggedModels.require(model).artifactUri();
    return send(context, ArtifactUri.require("logged model " + id, root), path);
  }

  private static ArtifactPath path(Fields request) {
    return ArtifactPath.of(request.required("path"));
  }

  private Response send(RoutingContext context, ArtifactPath root, ArtifactPath path)
      throws IOException {
    return downloads.of(context, root.resolve(path), ContentType.of(path));
  }
}
