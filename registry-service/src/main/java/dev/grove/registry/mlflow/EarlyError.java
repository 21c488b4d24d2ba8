package dev.grove.registry.mlflow;

import dev.grove.entrance.EarlyProblem;
import dev.grove.entrance.EarlyRefusal;
import dev.grove.registry.ErrorCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** MLflow's shape for requests that never come to a resource, and problems on Grove's own paths. */
@Singleton
public final class EarlyError implements EarlyRefusal {
  private final EarlyRefusal problem = new EarlyProblem();

  @Override
  public void answer(RoutingContext context, int status, String title, String detail) {
    String path = context.request().path();
    if (path != null && path.startsWith("/promotions")) {
      problem.answer(context, status, title, detail);
      return;
    }
    ErrorCode code = status == 503 ? ErrorCode.TEMPORARILY_UNAVAILABLE : ErrorCode.BAD_REQUEST;
    answer(context, status, code, detail);
  }

  static void answer(RoutingContext context, int status, ErrorCode code, String message) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(new JsonObject().put("error_code", code.name()).put("message", message).encode());
  }
}
