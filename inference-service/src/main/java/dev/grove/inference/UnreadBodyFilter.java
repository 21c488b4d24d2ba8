package dev.grove.inference;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * What a client still sends after it was answered is read and thrown away for a while, and then the
 * connection is closed. Many clients send all of their body before they look for an answer: if
 * nobody read it, a refusal would never reach them, and both sides would wait.
 */
@Singleton
public final class UnreadBodyFilter {
  private static final int BEFORE_OTHERS = 900;
  private static final long PATIENCE_MILLIS = 5_000;

  void register(@Observes Filters filters) {
    filters.register(UnreadBodyFilter::watch, BEFORE_OTHERS);
  }

  private static void watch(RoutingContext context) {
    if (!context.request().isEnded()) {
      context.addEndHandler(ended -> discardRest(context));
    }
    context.next();
  }

  private static void discardRest(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.isEnded()) {
      return;
    }
    request.handler(ignored -> {});
    request.resume();
    // A request that was paused at its very end counts as ended only now.
    if (!request.isEnded()) {
      context.vertx().setTimer(PATIENCE_MILLIS, late -> closeUnlessEnded(request));
    }
  }

  /** By now the connection may serve the next request, which nothing must disturb. */
  private static void closeUnlessEnded(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.connection().close();
    }
  }
}
