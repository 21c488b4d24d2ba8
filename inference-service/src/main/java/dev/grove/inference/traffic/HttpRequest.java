package dev.grove.inference.traffic;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * The HTTP request of this thread. Where there is none, it has no key. Fields are those of a body
 * that was gathered before its request got a thread, as short ones are: what comes in chunks, or is
 * long, needs the header.
 */
@Singleton
final class HttpRequest implements CurrentRequest {
  static final String KEY = "X-Grove-Key";
  static final String ROUTE = "X-Grove-Route";

  private final CurrentVertxRequest current;

  @Inject
  HttpRequest(CurrentVertxRequest current) {
    this.current = current;
  }

  private Optional<RoutingContext> context() {
    return Arc.container().requestContext().isActive()
        ? Optional.ofNullable(current.getCurrent())
        : Optional.empty();
  }

  @Override
  public Optional<String> key() {
    return context().map(context -> context.request().getHeader(KEY)).filter(key -> !key.isEmpty());
  }

  @Override
  public Optional<String> field(String name) {
    Buffer body = context().map(context -> context.body().buffer()).orElse(null);
    return body == null ? Optional.empty() : BodyField.find(body.getBytes(), name);
  }

  @Override
  public void answeredBy(String alias) {
    context()
        .map(RoutingContext::response)
        .filter(response -> !response.headWritten())
        .ifPresent(response -> response.putHeader(ROUTE, headerText(alias)));
  }

  /** Aliases may have any characters, headers may not. */
  private static String headerText(String alias) {
    return alias.replaceAll("[^!-~]", "?");
  }
}
