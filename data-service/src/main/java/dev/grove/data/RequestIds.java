package dev.grove.data;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * Gives every request its {@code X-Request-Id}: the client's if it is well-formed, else a new one.
 * It stands in each log line of the request and in the answer, errors included.
 */
@ApplicationScoped
final class RequestIds {
  static final String HEADER = "X-Request-Id";

  private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final int FIRST = 10_000;

  void register(@Observes Filters filters) {
    filters.register(RequestIds::identify, FIRST);
  }

  private static void identify(RoutingContext context) {
    String sent = context.request().getHeader(HEADER);
    String id =
        sent != null && WELL_FORMED.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
    MDC.put("requestId", id);
    context.response().putHeader(HEADER, id);
    context.next();
  }
}
