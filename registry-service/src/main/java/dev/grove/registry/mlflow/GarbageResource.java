package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.grove.registry.RegistryException;
import dev.grove.registry.garbage.Collection;
import dev.grove.registry.garbage.CollectionStore;
import dev.grove.registry.garbage.Due;
import dev.grove.registry.garbage.GarbageStore;
import dev.grove.registry.search.PageToken;
import io.quarkus.runtime.configuration.DurationConverter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Deletes for good what was deleted. */
@Path("/gc")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "upkeep")
public class GarbageResource {
  private static final int FAILING = 100;

  private final CollectionStore collections;
  private final GarbageStore garbage;
  private final Clock clock;

  public GarbageResource(CollectionStore collections, GarbageStore garbage, Clock clock) {
    this.collections = collections;
    this.garbage = garbage;
    this.clock = clock;
  }

  /** The body that demands a collection. */
  public record Demand(String olderThan, Boolean dryRun) {}

  /** What a collection would find. */
  public record Found(
      boolean dryRun, Instant cutoff, long runs, long loggedModels, long experiments, long kept) {}

  /** A collection and how far it is. */
  @JsonInclude(Include.NON_NULL)
  public record CollectionJson(
      long id,
      String state,
      Instant cutoff,
      Instant demandedAt,
      Instant finishedAt,
      long runs,
      long loggedModels,
      long experiments,
      long directories,
      long waiting,
      long failing) {
    static CollectionJson of(Collection collection) {
      boolean finished = collection.finished().isPresent();
      return new CollectionJson(
          collection.id(),
          finished ? "finished" : "running",
          Instant.ofEpochMilli(collection.cutoff()),
          Instant.ofEpochMilli(collection.demanded()),
          finished ? Instant.ofEpochMilli(collection.finished().getAsLong()) : null,
          collection.runs(),
          collection.loggedModels(),
          collection.experiments(),
          collection.directories(),
          collection.waiting(),
          collection.failing());
    }
  }

  /** A page of collections. */
  @JsonInclude(Include.NON_NULL)
  public record Listed(List<CollectionJson> items, String nextPageToken) {}

  /** A directory that could not be deleted so far. */
  public record FailingJson(
      long collection, String owner, String path, int attempts, Instant nextAttempt, String error) {
    static FailingJson of(GarbageStore.Failing failing) {
      return new FailingJson(
          failing.collection(),
          failing.owner(),
          failing.path(),
          failing.attempts(),
          Instant.ofEpochMilli(failing.next()),
          failing.error());
    }
  }

  /** The first directories that could not be deleted. */
  public record AllFailing(List<FailingJson> items) {}

  @POST
  @Operation(summary = "Delete for good what was deleted: olderThan, dryRun")
  @RequestBodySchema(Demand.class)
  public Response demand(Fields request) {
    Duration age = age(request.nonEmpty("olderThan").orElse("0s"));
    long cutoff = clock.millis() - age.toMillis();
    if (request.flag("dryRun")) {
      Due due = collections.due(cutoff);
      return Response.ok(
              new Found(
                  true,
                  Instant.ofEpochMilli(cutoff),
                  due.runs(),
                  due.loggedModels(),
                  due.experiments(),
                  due.kept()))
          .build();
    }
    Collection collection = collections.demand(cutoff);
    return Response.accepted(CollectionJson.of(collection))
        .location(URI.create("/gc/" + collection.id()))
        .build();
  }

  private static Duration age(String text) {
    Optional<Duration> age = Optional.empty();
    try {
      age = Optional.ofNullable(DurationConverter.parseDuration(text));
    } catch (IllegalArgumentException | ArithmeticException e) {
      age = Optional.empty();
    }
    return age.filter(d -> !d.isNegative() && d.compareTo(Duration.ofDays(36_500)) < 0)
        .orElseThrow(
            () ->
                RegistryException.invalidValue(
                    "olderThan", text, "It must be a duration, such as 30d or PT12H."));
  }

  @GET
  @Operation(summary = "List the collections, newest first: limit, pageToken")
  public Listed list(@Context UriInfo uri) {
    Fields request = Fields.ofQuery(uri);
    int size = request.size("limit", 100, 1_000);
    Optional<Long> before =
        request.nonEmpty("pageToken").map(token -> PageToken.parse(token, 1).number(0));
    List<Collection> rows = collections.page(before, size + 1);
    List<Collection> items = rows.subList(0, Math.min(size, rows.size()));
    return new Listed(
        items.stream().map(CollectionJson::of).toList(),
        rows.size() > size
            ? new PageToken(List.of(Long.toString(items.get(size - 1).id()))).text()
            : null);
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "Tell how far a collection is")
  public CollectionJson get(@RestPath String id) {
    return (id.matches("[0-9]{1,18}")
            ? collections.find(Long.parseLong(id))
            : Optional.<Collection>empty())
        .map(CollectionJson::of)
        .orElseThrow(() -> RegistryException.notFound("No garbage collection " + id + "."));
  }

  @GET
  @Path("/failing")
  @Operation(summary = "List directories that could not be deleted so far; they are tried again")
  public AllFailing failing() {
    return new AllFailing(garbage.failing(FAILING).stream().map(FailingJson::of).toList());
  }
}
