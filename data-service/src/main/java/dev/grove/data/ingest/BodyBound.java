package dev.grove.data.ingest;

import dev.grove.data.Refused;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.MediaType;

/**
 * Turns a body away that is announced as too large, or as something that is no media type, before
 * any of it is read.
 */
@ApplicationScoped
final class BodyBound {
  /** After the request id. */
  private static final int SECOND = 9_999;

  private final IngestConfig config;

  BodyBound(IngestConfig config) {
    this.config = config;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, SECOND);
  }

  private void check(RoutingContext context) {
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    // The server has refused what is no number.
    if (length != null
        && (length.length() >= 19 || Long.parseLong(length) > config.maxWireBytes())) {
      refuse(context, Refused.tooLarge(config.maxBytes().asLongValue()));
    } else if (!isMediaType(context.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
      refuse(context, Refused.unsupported("Content-Type", "is no media type"));
    } else {
      context.next();
    }
  }

  private static boolean isMediaType(String contentType) {
    try {
      return contentType == null || MediaType.valueOf(contentType) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void refuse(RoutingContext context, HttpProblem problem) {
    JsonObject body =
        new JsonObject()
            .put("status", problem.getStatusCode())
            .put("title", problem.getTitle())
            .put("detail", problem.getDetail())
            .put("field", problem.getParameters().get("field"));
    context
        .response()
        .setStatusCode(problem.getStatusCode())
        .putHeader(HttpHeaders.CONTENT_TYPE, HttpProblem.MEDIA_TYPE.toString())
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(body.toBuffer());
  }
}
