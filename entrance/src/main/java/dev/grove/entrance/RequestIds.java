package dev.grove.entrance;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * Gives every request an id: the client's own if it is well-formed, else a new one. It is logged,
 * answered (errors included), and in the request's headers for whoever sends it on.
 */
@Singleton
public final class RequestIds {
  /** The header that carries them, in and out. */
  public static final String HEADER = "X-Request-Id";

  private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final int BEFORE_ALL_OTHERS = 10_000;

  void register(@Observes Filters filters) {
    filters.register(RequestIds::identify, BEFORE_ALL_OTHERS);
  }

  private static void identify(RoutingContext context) {
    String id = orNext(context.request().getHeader(HEADER));
    context.request().headers().set(HEADER, id);
    context.response().putHeader(HEADER, id);
    MDC.put("requestId", id);
    context.next();
  }

  /** A new one: 32 hexadecimal digits. Unique enough to find a request, and no secret. */
  public static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return HexFormat.of().toHexDigits(random.nextLong())
        + HexFormat.of().toHexDigits(random.nextLong());
  }

  /** The client's own if it is 1 to 128 of {@code [A-Za-z0-9._-]}, else a new one. */
  static String orNext(String given) {
    return given != null && WELL_FORMED.matcher(given).matches() ? given : next();
  }
}
