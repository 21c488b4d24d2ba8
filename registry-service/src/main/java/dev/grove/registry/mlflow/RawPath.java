package dev.grove.registry.mlflow;

import dev.grove.registry.RegistryException;
import dev.grove.registry.artifact.ArtifactPath;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The artifact's path as the request line has it.
 *
 * <p>The router resolves {@code ..} before it looks for a resource; such a path would end somewhere
 * else, so it is refused before the router sees it.
 */
@Singleton
class RawPath {
  private static final Pattern MARK =
      Pattern.compile(
          "^/(?:ajax-)?api/2\\.0/mlflow-artifacts/"
              + "(?:artifacts|presigned|mpu/create|mpu/complete|mpu/abort)/");
  private static final int BEFORE_OTHERS = 10_000;

  void register(@Observes Filters filters) {
    filters.register(RawPath::refuse, BEFORE_OTHERS);
  }

  /** The path below the proxy's prefix, decoded and checked. */
  static ArtifactPath of(HttpServerRequest request) {
    Matcher mark = MARK.matcher(request.path());
    String below = mark.find() ? request.path().substring(mark.end()) : "";
    boolean directory = below.endsWith("/") && request.method().equals(HttpMethod.DELETE);
    return ArtifactPath.ofEncoded(directory ? below.substring(0, below.length() - 1) : below);
  }

  private static void refuse(RoutingContext context) {
    String raw = context.request().path();
    if (raw == null || !MARK.matcher(raw).find()) {
      context.next();
      return;
    }
    try {
      of(context.request());
      context.next();
    } catch (RegistryException e) {
      answer(context, e);
    }
  }

  private static void answer(RoutingContext context, RegistryException refusal) {
    EarlyError.answer(context, refusal.code().status(), refusal.code(), refusal.getMessage());
  }
}
