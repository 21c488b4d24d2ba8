package dev.grove.inference;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Problems of requests that never come to a resource. */
final class EarlyProblem {
  private EarlyProblem() {}

  static void answer(RoutingContext context, int status, String title, String detail) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(
            new JsonObject()
                .put("status", status)
                .put("title", title)
                .put("detail", detail)
                .encode());
  }
}
