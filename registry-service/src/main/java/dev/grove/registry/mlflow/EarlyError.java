package dev.grove.registry.mlflow;

import dev.grove.entrance.EarlyProblem;
import dev.grove.entrance.EarlyRefusal;
import dev.grove.registry.ErrorCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;

/** MLflow's shape for requests that never come to a resource, and problems on Grove's own paths. */
@Singleton
public final class EarlyError implements EarlyRefusal {
  /** Where Grove's own API begins. */
  private static final List<String> OWN =
      List.of("/promotions", "/events", "/webhooks", "/gc", "/artifacts/");

  private final EarlyRefusal problem = new EarlyProblem();

  @Override
  public void answer(RoutingContext context, int status, String title, String detail) {
    if (isOwn(context.request().path())) {
      problem.answer(context, status, title, detail);
      return;
    }
    ErrorCode code = status == 503 ? ErrorCode.TEMPORARILY_UNAVAILABLE : ErrorCode.BAD_REQUEST;
    answer(context, status, code, detail);
  }

  private static boolean isOwn(String path) {
    return path != null && OWN.stream().anyMatch(path::startsWith);
  }

  static void answer(RoutingContext context, int status, ErrorCode code, String message) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(new JsonObject().put("error_code", code.name()).put("message", message).encode());
  }
}
