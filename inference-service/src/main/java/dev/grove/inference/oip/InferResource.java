package dev.grove.inference.oip;

import dev.grove.inference.admission.Deadline;
import dev.grove.inference.predict.PredictMeters;
import dev.grove.inference.serving.ModelReference;
import dev.grove.inference.serving.ModelRouter;
import dev.grove.inference.serving.ServedModel;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
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

/** Tensors in, tensors out. Rows are scored on worker threads: it holds a CPU, not a socket. */
@Path("/v2/models/{name}")
@Blocking
@Tag(name = "Open Inference Protocol")
@APIResponse(responseCode = "400", description = "The body is no such request; names the tensor")
@APIResponse(responseCode = "404", description = "No such model")
@APIResponse(responseCode = "413", description = "The body, or what it asks for, is too large")
@APIResponse(responseCode = "415", description = "The body is announced as something else")
@APIResponse(responseCode = "503", description = "No verified model yet; see Retry-After")
public final class InferResource {
  private static final String EXAMPLE =
      """
      {"id": "42", "inputs": [
        {"name": "title", "datatype": "BYTES", "shape": [2],
         "data": ["Stainless steel water bottle 750 ml", "Wireless mouse, 3 buttons"]},
        {"name": "price", "datatype": "FP64", "shape": [2], "data": [18.5, null]}],
       "outputs": [{"name": "label"}]}""";

  private static final String ANSWER =
      """
      {"model_name": "products", "model_version": "3", "id": "42", "outputs": [
        {"name": "label", "datatype": "BYTES", "shape": [2], "data": ["Kitchen", "Electronics"]}]}""";

  private final ModelRouter models;
  private final Inference inference;
  private final PredictMeters meters;
  private final int largest;

  @Inject
  public InferResource(
      ModelRouter models, Inference inference, PredictMeters meters, OipConfig config) {
    this.models = models;
    this.inference = inference;
    this.meters = meters;
    this.largest = Math.toIntExact(config.maxBodySize().asLongValue());
  }

  @POST
  @Path("/infer")
  @Operation(summary = "Infer with a model: one tensor for each raw column, or encoded vectors")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT),
              example = EXAMPLE))
  @APIResponse(
      responseCode = "200",
      description = "The outputs that were asked for, or all",
      content = @Content(mediaType = MediaType.APPLICATION_JSON, example = ANSWER))
  public RestResponse<byte[]> infer(
      @RestPath String name, @Context HttpHeaders headers, InputStream body) {
    return infer(References.of(name, null), headers, body);
  }

  @POST
  @Path("/versions/{version}/infer")
  @Operation(summary = "Infer with one version of a model")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT),
              example = EXAMPLE))
  @APIResponse(
      responseCode = "200",
      description = "The outputs that were asked for, or all",
      content = @Content(mediaType = MediaType.APPLICATION_JSON, example = ANSWER))
  public RestResponse<byte[]> infer(
      @RestPath String name,
      @RestPath String version,
      @Context HttpHeaders headers,
      InputStream body) {
    return infer(References.of(name, version), headers, body);
  }

  private RestResponse<byte[]> infer(
      ModelReference reference, HttpHeaders headers, InputStream body) {
    Deadline deadline = Deadline.of(headers::getHeaderString, System.nanoTime());
    ServedModel model = models.route(reference);
    PredictMeters.Measured measured = meters.start(model, true);
    try {
      InferAnswer answer =
          inference.infer(model, BoundedRequest.read(headers, body, largest), deadline);
      measured.answered(answer.rows(), 0);
      return ResponseBody.of(answer, headers.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
    } catch (RuntimeException | Error e) {
      measured.failed(e);
      throw e;
    }
  }
}
