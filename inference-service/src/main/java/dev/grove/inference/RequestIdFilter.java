package dev.grove.inference;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.MDC;

/** Gives every request its id: answered as a header, and part of what is logged meanwhile. */
@Singleton
public final class RequestIdFilter {
  private static final int BEFORE_OTHERS = 1_000;

  void register(@Observes Filters filters) {
    filters.register(RequestIdFilter::identify, BEFORE_OTHERS);
  }

  private static void identify(RoutingContext context) {
    String id = RequestIds.orNext(context.request().getHeader(RequestIds.HEADER));
    context.response().putHeader(RequestIds.HEADER, id);
    MDC.put("requestId", id);
    context.next();
  }
}
