package dev.grove.training.job;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Turns a body away that is announced as too large, before any of it is read. */
@ApplicationScoped
final class BodyBound {
  /** After the request id. */
  private static final int SECOND = 999;

  void register(@Observes Filters filters) {
    filters.register(BodyBound::check, SECOND);
  }

  private static void check(RoutingContext context) {
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    // The server has refused what is no number.
    if (length == null
        || (length.length() < 19 && Long.parseLong(length) <= JobRequestReader.MOST_BYTES)) {
      context.next();
      return;
    }
    HttpProblem problem = Problems.tooLarge(JobRequestReader.MOST_BYTES);
    JsonObject body =
        new JsonObject()
            .put("status", problem.getStatusCode())
            .put("title", problem.getTitle())
            .put("detail", problem.getDetail());
    context
        .response()
        .setStatusCode(problem.getStatusCode())
        .putHeader(HttpHeaders.CONTENT_TYPE, HttpProblem.MEDIA_TYPE.toString())
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(body.toBuffer());
  }
}
