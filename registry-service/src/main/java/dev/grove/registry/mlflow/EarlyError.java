package dev.grove.registry.mlflow;

import dev.grove.registry.ErrorCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** MLflow's shape for requests that never come to a resource. */
final class EarlyError {
  private EarlyError() {}

  static void answer(RoutingContext context, int status, ErrorCode code, String message) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(new JsonObject().put("error_code", code.name()).put("message", message).encode());
  }
}
