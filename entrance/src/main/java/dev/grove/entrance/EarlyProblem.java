package dev.grove.entrance;

import io.quarkus.arc.DefaultBean;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Refusals as RFC 9457 problems, unless the service has a protocol of its own. */
@Singleton
@DefaultBean
public final class EarlyProblem implements EarlyRefusal {
  @Override
  public void answer(RoutingContext context, int status, String title, String detail) {
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
