package dev.grove.inference.predict;

import dev.grove.inference.serving.ModelReference;
import dev.grove.inference.serving.ModelRouter;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Raw rows in, predictions out. Rows are scored on worker threads: it holds a CPU, not a socket.
 */
@Path("/models")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "predictions", description = "Raw rows in, predictions out")
@APIResponse(
    responseCode = "400",
    description = "The body is no such JSON, or a field does not fit its column",
    content = @Content(mediaType = "application/problem+json", example = Examples.INVALID))
@APIResponse(responseCode = "404", description = "No such model is promoted")
@APIResponse(responseCode = "413", description = "The body is too long")
@APIResponse(responseCode = "415", description = "The body is not announced as JSON")
@APIResponse(responseCode = "503", description = "No verified model yet; see Retry-After")
public final class ModelPredictResource {
  private final ModelRouter models;
  private final Predictions predictions;

  @Inject
  public ModelPredictResource(ModelRouter models, Predictions predictions) {
    this.models = models;
    this.predictions = predictions;
  }

  @POST
  @Path("/{name}/predict")
  @Operation(summary = "Predict one row with the named model")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT),
              example = Examples.ROW))
  @APIResponse(
      responseCode = "200",
      description = "The prediction",
      content = @Content(mediaType = MediaType.APPLICATION_JSON, example = Examples.ANSWER))
  public RestResponse<byte[]> predict(
      @RestPath String name, @Context HttpHeaders headers, InputStream body) {
    return predictions.one(models.route(new ModelReference.Named(name)), headers, body);
  }

  @POST
  @Path("/{name}/predict/batch")
  @Operation(summary = "Predict an array of rows with the named model")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.ARRAY, implementation = Object.class),
              example = Examples.ROWS))
  @APIResponse(
      responseCode = "200",
      description = "The predictions, in the rows' order",
      content = @Content(mediaType = MediaType.APPLICATION_JSON, example = Examples.ANSWERS))
  public RestResponse<byte[]> predictBatch(
      @RestPath String name, @Context HttpHeaders headers, InputStream body) {
    return predictions.batch(models.route(new ModelReference.Named(name)), headers, body);
  }

  @POST
  @Path("/{name}/encode")
  @Operation(summary = "The encoded vector of a row, as the named model's forest sees it")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT),
              example = Examples.ROW))
  @APIResponse(
      responseCode = "200",
      description = "The places that are set, ascending; a value that is missing is null",
      content = @Content(mediaType = MediaType.APPLICATION_JSON, example = Examples.ENCODED))
  public RestResponse<byte[]> encode(
      @RestPath String name, @Context HttpHeaders headers, InputStream body) {
    return predictions.encode(models.route(new ModelReference.Named(name)), headers, body);
  }
}
