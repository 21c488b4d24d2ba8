package dev.grove.registry.promotion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grove.registry.actor.Actors;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Policies of promotion, one a registered model. */
@Path("/promotions/policies/{model}")
@Tag(name = "promotions")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class PolicyResource {
  private static final String EXAMPLE =
      """
      {"aliases": ["champion"],
       "metrics": [{"split": "test", "metric": "auc", "atLeast": 0.9},
                   {"split": "test", "metric": "log_loss", "atMost": 0.4}],
       "improvements": [{"split": "test", "metric": "auc", "by": 0.005, "better": "higher"}],
       "sameInput": true,
       "dataQuality": {"atLeast": 0.95},
       "evaluation": {"maxAge": "P7D"},
       "approvals": 2}
      """;

  private final PolicyStore policies;
  private final Actors actors;

  PolicyResource(PolicyStore policies, Actors actors) {
    this.policies = policies;
    this.actors = actors;
  }

  @GET
  @Operation(summary = "A model's policy")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              schema = @Schema(implementation = Object.class),
              examples = @ExampleObject(name = "Every gate", value = EXAMPLE)))
  @APIResponse(responseCode = "404", description = "There is no such model, or it has no policy")
  public JsonNode get(@RestPath String model) {
    return policies.require(Request.model(model)).json();
  }

  @PUT
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Sets a model's policy, in place of the one that it had")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Object.class),
              examples = @ExampleObject(name = "Every gate", value = EXAMPLE)))
  @APIResponse(responseCode = "200", description = "The policy as it is kept")
  @APIResponse(responseCode = "400", description = "A field is to blame, which the problem names")
  @APIResponse(responseCode = "404", description = "There is no such model")
  public JsonNode put(@RestPath String model, InputStream body) {
    Policy policy = Policy.read(Request.of(body));
    policies.set(actors.current(), Request.model(model), policy);
    ObjectNode kept = policy.json();
    return kept;
  }

  @DELETE
  @Operation(summary = "Removes a model's policy: its aliases are free then")
  @APIResponse(responseCode = "204", description = "It is removed")
  @APIResponse(responseCode = "404", description = "There is no such model, or it has no policy")
  public void delete(@RestPath String model) {
    policies.remove(actors.current(), Request.model(model));
  }
}
