package dev.grove.registry.mlflow;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;

/** Serves {@code /ajax-api/…} as {@code /api/…}. */
@Provider
@PreMatching
public class AjaxPrefix implements ContainerRequestFilter {
  @Override
  public void filter(ContainerRequestContext request) {
    URI uri = request.getUriInfo().getRequestUri();
    String path = uri.getRawPath();
    if (path.startsWith(Protocol.AJAX)) {
      request.setRequestUri(
          UriBuilder.fromUri(uri)
              .replacePath("/api/" + path.substring(Protocol.AJAX.length()))
              .build());
    }
  }
}
