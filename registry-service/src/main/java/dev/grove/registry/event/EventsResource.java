package dev.grove.registry.event;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

/** Events page by page; {@link EventStreams} answers who wants them as they come. */
@Path("/events")
@Tag(name = "events", description = "What changes in the registry")
public class EventsResource {
  private final EventStore store;

  public EventsResource(EventStore store) {
    this.store = store;
  }

  /**
   * Some events.
   *
   * @param nextPosition what {@code after} must be to go on, now or later
   * @param more whether there may be further ones already
   */
  public record Listed(List<EventJson> items, long nextPosition, boolean more) {}

  @GET
  @Blocking
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Watch or list events",
      description =
          "Server-sent events, unless only application/json is accepted. Each event's id is its"
              + " position: a client that comes again with Last-Event-ID, or after, misses none.")
  @APIResponse(
      responseCode = "200",
      content = {
        @Content(
            mediaType = MediaType.SERVER_SENT_EVENTS,
            schema = @Schema(type = SchemaType.STRING)),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = Listed.class))
      })
  @APIResponse(responseCode = "400", description = "A parameter is to blame, which is named")
  @APIResponse(responseCode = "410", description = "Events behind the position are gone")
  @APIResponse(responseCode = "429", description = "This client has too many streams open")
  @APIResponse(responseCode = "503", description = "Too many streams are open")
  public Listed list(
      @RestHeader("Last-Event-ID")
          @Parameter(description = "The position to go on behind; goes before after")
          String lastEventId,
      @RestQuery @Parameter(description = "The position to go on behind, or latest") String after,
      @RestQuery @Parameter(description = "Only events of these models") List<String> model,
      @RestQuery @Parameter(description = "Only events of these types") List<String> type,
      @RestQuery @Parameter(description = "Of a list: 1 to 1000, default 100") String limit) {
    EventQuery query = EventQuery.parse(lastEventId, after, model, type);
    int size = EventQuery.limit(limit);
    try {
      EventPage page = store.read(query.start(store.head()), query.filter(), size);
      return new Listed(
          page.events().stream().map(EventJson::of).toList(), page.next(), page.more());
    } catch (PositionGone e) {
      throw EventQuery.gone(e);
    }
  }
}
