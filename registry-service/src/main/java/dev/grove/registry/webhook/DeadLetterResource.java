package dev.grove.registry.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.grove.registry.search.Page;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** What was given up for a webhook. MLflow's API has nothing of the kind. */
@Path("/webhooks/{webhook}/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "webhooks")
public class DeadLetterResource {
  private static final int LARGEST_PAGE = 1_000;

  private final WebhookStore webhooks;
  private final DeliveryStore deliveries;

  public DeadLetterResource(WebhookStore webhooks, DeliveryStore deliveries) {
    this.webhooks = webhooks;
    this.deliveries = deliveries;
  }

  /** An event that was given up; {@code lastStatus} is absent if the target did not answer. */
  @JsonInclude(Include.NON_NULL)
  public record Letter(
      String deliveryId,
      long position,
      String type,
      String model,
      String occurredAt,
      int attempts,
      String lastAttemptAt,
      Integer lastStatus,
      String lastError) {
    static Letter of(DeadLetter letter) {
      return new Letter(
          letter.id(),
          letter.position(),
          letter.type(),
          letter.model(),
          Instant.ofEpochMilli(letter.occurred()).toString(),
          letter.attempts(),
          Instant.ofEpochMilli(letter.lastAttempt()).toString(),
          letter.lastStatus(),
          letter.lastError());
    }
  }

  /** A page of them. */
  @JsonInclude(Include.NON_NULL)
  public record Listed(List<Letter> items, String nextPageToken) {}

  /** How many are tried again. */
  public record Resent(int resent) {}

  @GET
  @Operation(summary = "List what was given up for a webhook, the oldest first")
  public Listed list(
      @RestPath String webhook, @RestQuery String limit, @RestQuery String pageToken) {
    int size = size(limit);
    webhooks.require(webhook);
    Page<DeadLetter> page =
        deliveries.dead(
            webhook, size, Optional.ofNullable(pageToken).filter(text -> !text.isEmpty()));
    return new Listed(page.items().stream().map(Letter::of).toList(), page.nextText());
  }

  private static int size(String limit) {
    if (limit == null || limit.isEmpty()) {
      return 100;
    }
    if (!limit.matches("[0-9]{1,4}")
        || Integer.parseInt(limit) < 1
        || Integer.parseInt(limit) > LARGEST_PAGE) {
      throw HttpProblem.builder()
          .withStatus(Status.BAD_REQUEST)
          .withTitle("Bad Request")
          .withDetail("limit is a whole number from 1 to " + LARGEST_PAGE)
          .with("field", "limit")
          .build();
    }
    return Integer.parseInt(limit);
  }

  @POST
  @Path("/resend")
  @Operation(summary = "Try again what was given up, or the one delivery that is named")
  public Resent resend(@RestPath String webhook, @RestQuery String delivery) {
    webhooks.require(webhook);
    int resent =
        deliveries.sendAgain(
            webhook, Optional.ofNullable(delivery).filter(text -> !text.isEmpty()));
    if (resent == 0 && delivery != null && !delivery.isEmpty()) {
      throw HttpProblem.builder()
          .withStatus(Status.NOT_FOUND)
          .withTitle("Not Found")
          .withDetail("delivery is none that was given up")
          .with("field", "delivery")
          .build();
    }
    return new Resent(resent);
  }
}
