package dev.grove.inference;

import dev.grove.entrance.EarlyRefusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * Refusals of requests that never come to a resource, each in its path's own shape: {@code
 * {"error"}} under {@code /v2}, RFC 9457 problems elsewhere.
 */
@Singleton
public final class EarlyAnswers implements EarlyRefusal {
  @Override
  public void answer(RoutingContext context, int status, String title, String detail) {
    answer(context, status, title, detail, null);
  }

  public void refuse(RoutingContext context, Refused refused) {
    Refused.Code code = refused.code();
    answer(context, code.status(), code.title(), refused.getMessage(), refused.field());
  }

  private static void answer(
      RoutingContext context, int status, String title, String detail, String field) {
    boolean isV2 = (context.normalizedPath() + "/").startsWith("/v2/");
    JsonObject body = new JsonObject();
    if (isV2) {
      body.put("error", detail);
    } else {
      body.put("status", status).put("title", title).put("detail", detail);
      if (field != null) {
        body.put("field", field);
      }
    }
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, isV2 ? "application/json" : "application/problem+json")
        .end(body.encode());
  }
}
