package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;
import dev.grove.inference.serving.ServedModels;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
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
@Path("/")
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
  private final ServedModels models;
  private final PredictMeters meters;
  private final Predictor predictor;
  private final long largestRow;
  private final long largestBatch;

  @Inject
  public PredictResource(ServedModels models, PredictMeters meters, PredictConfig config) {
    this.models = models;
    this.meters = meters;
    this.predictor = new Predictor(config.maxBatchRows());
    this.largestRow = config.maxRowSize().asLongValue();
    this.largestBatch = config.maxBatchSize().asLongValue();
  }

  @POST
  @Path("/predict")
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
    return one(models.requirePreferred(), headers, body, PredictResource::prediction);
  }

  @POST
  @Path("/predict/batch")
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
    return batch(models.requirePreferred(), headers, body);
  }

  @POST
  @Path("/models/{name}/predict")
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
  public RestResponse<byte[]> predictWith(
      @RestPath String name, @Context HttpHeaders headers, InputStream body) {
    return one(models.requireServing(name), headers, body, PredictResource::prediction);
  }

  @POST
  @Path("/models/{name}/predict/batch")
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
  public RestResponse<byte[]> predictBatchWith(
      @RestPath String name, @Context HttpHeaders headers, InputStream body) {
    return batch(models.requireServing(name), headers, body);
  }

  @POST
  @Path("/models/{name}/encode")
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
    ServedModel model = models.requireServing(name);
    return response(
        predictor.one(
            model,
            JsonBody.of(headers, body, largestRow),
            (json, of, scratch) -> EncodingWriter.write(json, of, scratch.encode())));
  }

  static void prediction(JsonGenerator json, ServedModel model, Scratch scratch)
      throws IOException {
    AnswerWriter.write(json, model, scratch.predict());
  }

  private RestResponse<byte[]> one(
      ServedModel model, HttpHeaders headers, InputStream body, Predictor.RowAnswer answer) {
    return response(
        meters.measure(
            model,
            false,
            () -> predictor.one(model, JsonBody.of(headers, body, largestRow), answer)));
  }

  private RestResponse<byte[]> batch(ServedModel model, HttpHeaders headers, InputStream body) {
    return response(
        meters.measure(
            model,
            true,
            () ->
                predictor.batch(
                    model, JsonBody.of(headers, body, largestBatch), PredictResource::prediction)));
  }

  private static RestResponse<byte[]> response(Answered answered) {
    RestResponse.ResponseBuilder<byte[]> response =
        RestResponse.ResponseBuilder.ok(answered.json());
    if (answered.unknownFields() != null) {
      response.header(UnknownFields.HEADER, answered.unknownFields());
    }
    return response.build();
  }
}
