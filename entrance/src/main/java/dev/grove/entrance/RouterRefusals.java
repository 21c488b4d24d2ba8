package dev.grove.entrance;

import io.vertx.core.VertxException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Answers requests that the router itself refuses, which would otherwise be logged as faults. */
@Singleton
public final class RouterRefusals {
  private final EarlyRefusal refusal;

  RouterRefusals(EarlyRefusal refusal) {
    this.refusal = refusal;
  }

  void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(this::refuse);
  }

  private void refuse(RoutingContext context) {
    if (context.statusCode() == 400 && context.failure() instanceof VertxException failure) {
      refusal.answer(context, 400, "Bad Request", failure.getMessage());
    } else {
      context.next();
    }
  }
}
