package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.RegistryException;
import dev.grove.registry.search.Page;
import dev.grove.registry.webhook.Target;
import dev.grove.registry.webhook.Webhook;
import dev.grove.registry.webhook.WebhookAction;
import dev.grove.registry.webhook.WebhookConfig;
import dev.grove.registry.webhook.WebhookEntity;
import dev.grove.registry.webhook.WebhookEvent;
import dev.grove.registry.webhook.WebhookName;
import dev.grove.registry.webhook.WebhookStatus;
import dev.grove.registry.webhook.WebhookStore;
import dev.grove.registry.webhook.WebhookTrial;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** MLflow's webhooks. */
@Path("/api/2.0/mlflow/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "webhooks", description = "Who is told of events")
public class WebhookResource {
  private final WebhookStore webhooks;
  private final WebhookTrial trial;
  private final boolean httpToo;

  public WebhookResource(WebhookStore webhooks, WebhookTrial trial, WebhookConfig config) {
    this.webhooks = webhooks;
    this.trial = trial;
    httpToo = config.allowHttp();
  }

  /** The body that makes a webhook, or changes what it names of one. */
  public record Draft(
      String name,
      String description,
      String url,
      List<WebhookJson.Event> events,
      String secret,
      WebhookStatus status) {}

  /** The body of a test; without an event the webhook's first one. */
  public record Test(WebhookJson.Event event) {}

  /** One webhook. */
  public record Found(WebhookJson webhook) {}

  /** A page of webhooks. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(Include.NON_EMPTY)
  public record Listed(List<WebhookJson> webhooks, String nextPageToken) {}

  /** What a target made of an example. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(Include.NON_NULL)
  public record Result(
      boolean success, Integer responseStatus, String responseBody, String errorMessage) {}

  /** The answer of a test. */
  public record Tested(Result result) {}

  @POST
  @Operation(summary = "Create a webhook")
  @RequestBodySchema(Draft.class)
  public Found create(Fields request) {
    request.required("name");
    request.required("url");
    WebhookStore.Draft draft = draft(request);
    if (draft.events().isEmpty()) {
      throw RegistryException.missing("events");
    }
    return new Found(WebhookJson.of(webhooks.create(draft)));
  }

  @GET
  @Operation(summary = "List webhooks, the newest first: max_results, page_token")
  public Listed list(@Context UriInfo uri) {
    Fields request = Fields.ofQuery(uri);
    Page<Webhook> page =
        webhooks.list(request.size("max_results", 100, 1_000), request.nonEmpty("page_token"));
    return new Listed(page.items().stream().map(WebhookJson::of).toList(), page.nextText());
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "Get a webhook")
  public Found get(@RestPath String id) {
    return new Found(WebhookJson.of(webhooks.require(text(id))));
  }

  @PATCH
  @Path("/{id}")
  @Operation(summary = "Change what is named of a webhook; an empty secret removes it")
  @RequestBodySchema(Draft.class)
  public Found update(@RestPath String id, Fields request) {
    return new Found(WebhookJson.of(webhooks.update(text(id), draft(request))));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Delete a webhook, with all that was to be delivered to it")
  public Nothing delete(@RestPath String id) {
    webhooks.delete(text(id));
    return Nothing.NOTHING;
  }

  @POST
  @Path("/{id}/test")
  @Operation(summary = "Deliver an example now")
  @RequestBodySchema(Test.class)
  public Tested test(@RestPath String id, Fields request) {
    Optional<WebhookEvent> event =
        request.has("event")
            ? Optional.of(event(request.requiredMessage("event")))
            : Optional.empty();
    WebhookTrial.Result result = trial.run(text(id), event);
    return new Tested(new Result(result.success(), result.status(), result.body(), result.error()));
  }

  private WebhookStore.Draft draft(Fields request) {
    return new WebhookStore.Draft(
        request.nonEmpty("name").map(WebhookName::new),
        request.text("description"),
        request.nonEmpty("url").map(url -> Target.parse(url, httpToo)),
        request.messages("events").stream().map(this::event).toList(),
        secret(request),
        request.constant("status", WebhookStatus.class, 1));
  }

  /** A refusal must not repeat it. */
  private static Optional<String> secret(Fields request) {
    try {
      return request.text("secret");
    } catch (RegistryException e) {
      throw RegistryException.invalid(
          "Invalid value for parameter 'secret' supplied: It must be a text without NUL"
              + " characters.");
    }
  }

  private WebhookEvent event(Fields event) {
    return new WebhookEvent(
        event
            .constant("entity", WebhookEntity.class, 0)
            .orElseThrow(() -> RegistryException.missing("events.entity")),
        event
            .constant("action", WebhookAction.class, 0)
            .orElseThrow(() -> RegistryException.missing("events.action")));
  }

  /** An id is any text but one that cannot be compared with those stored. */
  private static String text(String id) {
    if (id.indexOf('\0') >= 0) {
      throw RegistryException.notFound("Webhook with ID " + id.replace('\0', ' ') + " not found.");
    }
    return id;
  }
}
