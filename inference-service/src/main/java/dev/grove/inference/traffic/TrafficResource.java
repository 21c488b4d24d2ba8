package dev.grove.inference.traffic;

import dev.grove.inference.Refused;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Where a model's requests go. */
@Path("/models/{name}/traffic")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "traffic", description = "Canaries and shadows")
@APIResponse(responseCode = "404", description = "No such model is registered")
public final class TrafficResource {
  private static final String EXAMPLE =
      """
      {"routes": [{"alias": "champion", "weight": 90}, {"alias": "challenger", "weight": 10}],
       "key": {"column": "customer_id"},
       "shadow": {"alias": "challenger", "sample": 0.5}}""";

  private final TrafficControl control;

  @Inject
  TrafficResource(TrafficControl control) {
    this.control = control;
  }

  @GET
  @Operation(summary = "The rule, and what was counted since this process knows it")
  public TrafficJson get(@RestPath String name) {
    return control.state(name);
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Set the rule, for all replicas, as the model's tag grove.traffic")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TrafficRuleJson.class),
              example = EXAMPLE))
  @APIResponse(responseCode = "200", description = "The rule is kept in the registry")
  @APIResponse(responseCode = "400", description = "No rule, or an alias that does not exist")
  @APIResponse(responseCode = "503", description = "The registry does not answer")
  public TrafficJson put(@RestPath String name, InputStream body) {
    control.set(name, read(body));
    return control.state(name);
  }

  @DELETE
  @Operation(summary = "Remove the rule: all requests go to the alias that is followed")
  @APIResponse(responseCode = "204", description = "There is no rule any more")
  @APIResponse(responseCode = "503", description = "The registry does not answer")
  public void delete(@RestPath String name) {
    control.remove(name);
  }

  private static String read(InputStream body) {
    try {
      byte[] bytes = body.readNBytes(TrafficRuleReader.LONGEST * 4 + 1);
      if (bytes.length > TrafficRuleReader.LONGEST * 4) {
        throw Refused.tooLarge("A rule has at most " + TrafficRuleReader.LONGEST + " characters");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Refused.invalid("The body could not be read to its end");
    }
  }
}
