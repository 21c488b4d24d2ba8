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
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Raw rows in, predictions out. Rows are scored on worker threads: it holds a CPU, not a socket.
 */
@Path("/predict")
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
public final class PredictResource {
  private final ModelRouter models;
  private final Predictions predictions;

  @Inject
  public PredictResource(ModelRouter models, Predictions predictions) {
    this.models = models;
    this.predictions = predictions;
  }

  @POST
  @Operation(summary = "Predict one row with the default model")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT),
              example = Examples.ROW))
  @APIResponse(
      responseCode = "200",
      description = "The prediction; regression answers prediction in place of the first three",
      headers =
          @Header(
              name = UnknownFields.HEADER,
              description = "Fields that the model does not know, comma-separated, at most 20",
              schema = @Schema(type = SchemaType.STRING)),
      content = @Content(mediaType = MediaType.APPLICATION_JSON, example = Examples.ANSWER))
  public RestResponse<byte[]> predict(@Context HttpHeaders headers, InputStream body) {
    return predictions.one(models.route(new ModelReference.Preferred()), headers, body);
  }

  @POST
  @Path("/batch")
  @Operation(summary = "Predict an array of rows with the default model")
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
  public RestResponse<byte[]> predictBatch(@Context HttpHeaders headers, InputStream body) {
    return predictions.batch(models.route(new ModelReference.Preferred()), headers, body);
  }
}
