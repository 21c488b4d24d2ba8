package dev.grove.registry.promotion;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.grove.registry.actor.Actors;
import dev.grove.registry.promotion.PromotionReader.Filter;
import dev.grove.registry.promotion.Promotions.Key;
import dev.grove.registry.promotion.Promotions.Wish;
import dev.grove.registry.search.Page;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Promotions: asked for, approved, looked at, taken back. */
@Path("/promotions")
@Tag(name = "promotions", description = "Aliases that move through gates and approvals")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class PromotionResource {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private final Promotions promotions;
  private final Decisions decisions;
  private final Rollbacks rollbacks;
  private final PromotionReader reader;
  private final Actors actors;

  PromotionResource(
      Promotions promotions,
      Decisions decisions,
      Rollbacks rollbacks,
      PromotionReader reader,
      Actors actors) {
    this.promotions = promotions;
    this.decisions = decisions;
    this.rollbacks = rollbacks;
    this.reader = reader;
    this.actors = actors;
  }

  /** The body that asks for a promotion. */
  @Schema(name = "PromotionRequest")
  public record Asked(String model, String alias, String version, String from, String comment) {}

  /** The body of a rollback. */
  @Schema(name = "RollbackRequest")
  public record RolledBack(String model, String alias, String from, String comment) {}

  /** The body of a decision. */
  @Schema(name = "Comment")
  public record Said(String comment) {}

  /**
   * Some promotions, the newest first.
   *
   * @param nextPageToken null on the last page
   */
  @Schema(name = "PromotionPage")
  @JsonInclude(Include.NON_NULL)
  public record Listed(List<PromotionJson> items, String nextPageToken) {}

  @POST
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Asks for an alias to point to a version",
      description =
          "Where the model's policy protects the alias, its gates are asked. With an"
              + " Idempotency-Key, the same request is one promotion however often it is sent.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Asked.class),
              examples =
                  @ExampleObject(
                      name = "Promote",
                      value =
                          """
                          {"model": "adult", "alias": "champion", "version": "3",
                           "comment": "better on the spring data"}
                          """)))
  @APIResponse(
      responseCode = "201",
      description = "The alias points to the version",
      content = @Content(schema = @Schema(implementation = PromotionJson.class)))
  @APIResponse(responseCode = "202", description = "It waits for approvals")
  @APIResponse(responseCode = "400", description = "A field is to blame, which the problem names")
  @APIResponse(responseCode = "403", description = "The requester gave no name")
  @APIResponse(responseCode = "404", description = "There is no such model or version")
  @APIResponse(responseCode = "409", description = "Gates failed, or the alias points elsewhere")
  @APIResponse(responseCode = "422", description = "The Idempotency-Key had another request")
  public Response request(InputStream body, @RestHeader("Idempotency-Key") String idempotencyKey) {
    if (idempotencyKey != null && !KEY.matcher(idempotencyKey).matches()) {
      throw new InvalidField(
          "Idempotency-Key", "must be from 1 to 255 printable characters without blanks");
    }
    Request request = Request.of(body);
    request.allowOnly("model", "alias", "version", "from", "comment");
    Wish wish =
        new Wish(
            request.model(),
            request.alias(),
            request.version("version").orElseThrow(() -> new InvalidField("version", "is missing")),
            request.version("from").map(from -> from.value()));
    Cause cause = new Cause(Via.PROMOTIONS, actors.current(), request.comment());
    Optional<Key> key =
        Optional.ofNullable(idempotencyKey).map(text -> new Key(text, request.digest()));
    return answered(promotions.request(cause, wish, key), 201, 202);
  }

  private static Response answered(Promotion promotion, int moved, int waiting) {
    State state = promotion.state();
    if (state == State.REFUSED || state == State.SUPERSEDED) {
      throw Problems.ended(promotion);
    }
    return Response.status(state == State.PENDING ? waiting : moved)
        .location(URI.create("/promotions/" + promotion.id()))
        .entity(PromotionJson.of(promotion))
        .build();
  }

  @GET
  @Operation(
      summary = "Lists promotions, the newest first",
      description =
          "Whatever moved an alias, or was kept from it: requests here, MLflow's calls, rollbacks."
              + " actor finds those in which somebody had a part.")
  public Listed list(
      @RestQuery String model,
      @RestQuery String state,
      @RestQuery String alias,
      @RestQuery String actor,
      @RestQuery String limit,
      @RestQuery String pageToken) {
    Page<Promotion> page =
        reader.page(
            new Filter(
                ListQuery.text("model", model),
                ListQuery.state(state),
                ListQuery.text("alias", alias),
                ListQuery.text("actor", actor)),
            ListQuery.limit(limit),
            ListQuery.token(pageToken));
    return new Listed(page.map(PromotionJson::of).items(), page.nextText());
  }

  @GET
  @Path("{id}")
  @Operation(summary = "A promotion with its gates and approvals")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = PromotionJson.class)))
  @APIResponse(responseCode = "404", description = "There is no such promotion")
  public PromotionJson get(@RestPath String id) {
    return PromotionJson.of(reader.find(id(id)).orElseThrow(() -> Problems.noPromotion(id)));
  }

  private static PromotionId id(String text) {
    return PromotionId.parse(text).orElseThrow(() -> Problems.noPromotion(text));
  }

  @POST
  @Path("{id}/approve")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Approves a promotion that waits",
      description = "The gates are asked anew, and the alias moves once enough people approved.")
  @RequestBody(content = @Content(schema = @Schema(implementation = Said.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = PromotionJson.class)))
  @APIResponse(responseCode = "403", description = "No name, or the requester's own")
  @APIResponse(responseCode = "404", description = "There is no such promotion")
  @APIResponse(responseCode = "409", description = "It is decided already, or gates failed now")
  public Response approve(@RestPath String id, InputStream body) {
    return answered(decisions.approve(cause(body), id(id)), 200, 200);
  }

  @POST
  @Path("{id}/reject")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Ends a promotion that waits")
  @RequestBody(content = @Content(schema = @Schema(implementation = Said.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = PromotionJson.class)))
  @APIResponse(responseCode = "403", description = "No name was given")
  @APIResponse(responseCode = "404", description = "There is no such promotion")
  @APIResponse(responseCode = "409", description = "It is decided already")
  public Response reject(@RestPath String id, InputStream body) {
    return answered(decisions.reject(cause(body), id(id)), 200, 200);
  }

  private Cause cause(InputStream body) {
    Request request = Request.of(body);
    request.allowOnly("comment");
    return new Cause(Via.PROMOTIONS, actors.current(), request.comment());
  }

  @POST
  @Path("rollback")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Points an alias to the version that it pointed to before",
      description =
          "Asks no gates. Calling it again goes one step further back; from keeps two people from"
              + " doing that by mistake.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = RolledBack.class)))
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = PromotionJson.class)))
  @APIResponse(responseCode = "404", description = "There is no such model")
  @APIResponse(responseCode = "409", description = "There is no version before, or it is deleted")
  public Response rollBack(InputStream body) {
    Request request = Request.of(body);
    request.allowOnly("model", "alias", "from", "comment");
    return answered(
        rollbacks.rollBack(
            new Cause(Via.PROMOTIONS, actors.current(), request.comment()),
            request.model(),
            request.alias(),
            request.version("from").map(from -> from.value())),
        201,
        201);
  }
}
