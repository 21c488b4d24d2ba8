package dev.grove.inference;

import io.vertx.core.VertxException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Answers requests that the router itself refuses, which would otherwise be logged as faults. */
@Singleton
public final class RouterRefusals {
  void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(RouterRefusals::refuse);
  }

  private static void refuse(RoutingContext context) {
    if (context.statusCode() == 400 && context.failure() instanceof VertxException refusal) {
      EarlyProblem.answer(context, 400, "Bad Request", refusal.getMessage());
    } else {
      context.next();
    }
  }
}
