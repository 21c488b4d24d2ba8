package dev.grove.inference.scoring;

import dev.grove.inference.serving.ModelReference;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Whole datasets in, jobs out. */
@Path("/models")
@Blocking
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "score jobs", description = "Whole datasets, scored in the background")
@APIResponse(responseCode = "202", description = "The job; Location is where it can be followed")
@APIResponse(responseCode = "400", description = "The dataset does not suit the model")
@APIResponse(responseCode = "404", description = "No such model, version or alias")
@APIResponse(responseCode = "429", description = "Too many jobs wait")
@APIResponse(responseCode = "503", description = "data-service is not there, or not configured")
public final class ScoreDatasetResource {
  private static final String EXAMPLE =
      """
      {"dataset": "products", "version": "latest", "part": "test", "keep": ["title"]}""";

  private final Scoring scoring;

  @Inject
  ScoreDatasetResource(Scoring scoring) {
    this.scoring = scoring;
  }

  @POST
  @Path("/{name}/score-dataset")
  @Operation(summary = "Score a dataset with a model, or with name@alias")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ScoreRequest.class),
              example = EXAMPLE))
  public RestResponse<ScoreJob> score(@RestPath String name, InputStream body) {
    return submit(ModelReference.of(name), body);
  }

  @POST
  @Path("/{name}/versions/{version}/score-dataset")
  @Operation(summary = "Score a dataset with one version of a model")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ScoreRequest.class),
              example = EXAMPLE))
  public RestResponse<ScoreJob> scoreVersion(
      @RestPath String name, @RestPath String version, InputStream body) {
    return submit(new ModelReference.Versioned(name, version), body);
  }

  private RestResponse<ScoreJob> submit(ModelReference model, InputStream body) {
    ScoreJob job = scoring.submit(model, ScoreRequestReader.read(body));
    return RestResponse.ResponseBuilder.<ScoreJob>create(RestResponse.Status.ACCEPTED)
        .location(URI.create("/score-jobs/" + job.id()))
        .entity(job)
        .build();
  }
}
