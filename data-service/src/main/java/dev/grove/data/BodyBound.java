package dev.grove.data;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells a client whose body is announced as too large why, before the server hangs up. */
@ApplicationScoped
final class BodyBound {
  /** After the request id, before the server's own check. */
  private static final int SECOND = 9_999;

  private final long maxBytes;

  BodyBound(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBytes) {
    this.maxBytes = maxBytes.asLongValue();
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, SECOND);
  }

  private void check(RoutingContext context) {
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    // The server has refused what is no number.
    if (length == null || (length.length() < 19 && Long.parseLong(length) <= maxBytes)) {
      context.next();
      return;
    }
    HttpProblem problem = Refused.tooLarge(maxBytes);
    JsonObject body =
        new JsonObject()
            .put("status", problem.getStatusCode())
            .put("title", problem.getTitle())
            .put("detail", problem.getDetail())
            .put("field", "body");
    context
        .response()
        .setStatusCode(problem.getStatusCode())
        .putHeader(HttpHeaders.CONTENT_TYPE, HttpProblem.MEDIA_TYPE.toString())
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(body.toBuffer());
  }
}
