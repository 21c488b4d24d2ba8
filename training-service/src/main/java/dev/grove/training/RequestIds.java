package dev.grove.training;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * Gives every request an id: the client's own if it is a decent one, else a new one. It is logged,
 * answered, and in the request's headers for whoever sends it on.
 */
@ApplicationScoped
public class RequestIds {
  public static final String HEADER = "X-Request-Id";

  private static final Pattern DECENT = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  /** Before everything else. */
  private static final int FIRST = 1_000;

  void register(@Observes Filters filters) {
    filters.register(RequestIds::identify, FIRST);
  }

  private static void identify(RoutingContext context) {
    String sent = context.request().getHeader(HEADER);
    String id =
        sent != null && DECENT.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
    context.request().headers().set(HEADER, id);
    context.response().putHeader(HEADER, id);
    MDC.put("requestId", id);
    context.next();
  }
}
