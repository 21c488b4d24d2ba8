package dev.grove.inference.feedback;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.grove.inference.predict.JsonBody;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Takes the truth about predictions when it becomes known. */
@Path("/feedback")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "drift", description = "How traffic stands to what models were made from")
public final class FeedbackResource {
  private final Feedback feedback;
  private final FeedbackConfig config;

  @Inject
  public FeedbackResource(Feedback feedback, FeedbackConfig config) {
    this.feedback = feedback;
    this.config = config;
  }

  /**
   * @param accepted items that were counted
   * @param refused the others, with the reason
   */
  public record FeedbackJson(int accepted, List<RefusedItem> refused) {}

  /**
   * An item that was not counted.
   *
   * @param index its place in the request
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RefusedItem(int index, String predictionId, String reason, String detail) {}

  @POST
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Tell what became known of predictions",
      description =
          "One object or an array of objects with the prediction's id and the true label, or the"
              + " true value in regression. Each id counts once.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.ARRAY, implementation = Object.class),
              example =
                  """
                  [{"predictionId": "E3mX…", "label": "Kitchen"}]\
                  """))
  @APIResponse(responseCode = "200", description = "How many were counted, and why others were not")
  @APIResponse(responseCode = "400", description = "The body is no such JSON")
  @APIResponse(responseCode = "413", description = "The body is too long")
  public FeedbackJson take(@Context HttpHeaders headers, InputStream body) {
    List<FeedbackItem> items =
        FeedbackReader.read(
            JsonBody.of(headers::getHeaderString, body, config.maxSize().asLongValue()),
            config.maxItems());
    int accepted = 0;
    List<RefusedItem> refused = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Optional<FeedbackFault> fault = feedback.take(items.get(i));
      if (fault.isPresent()) {
        refused.add(refusal(i, items.get(i), fault.get()));
      } else {
        accepted++;
      }
    }
    return new FeedbackJson(accepted, refused);
  }

  private static RefusedItem refusal(int index, FeedbackItem item, FeedbackFault fault) {
    String field =
        switch (fault) {
          case UNKNOWN_LABEL -> "label";
          case NOT_A_NUMBER -> "value";
          default -> "predictionId";
        };
    String id = item.predictionId();
    return new RefusedItem(
        index,
        id.length() > PredictionIds.LONGEST ? null : id,
        fault.wireName(),
        field + " " + fault.detail());
  }
}
