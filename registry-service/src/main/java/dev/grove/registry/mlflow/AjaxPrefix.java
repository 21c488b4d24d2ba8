package dev.grove.registry.mlflow;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;

/** Serves {@code /ajax-api/…} as {@code /api/…}, and downloads under the root's names. */
@Provider
@PreMatching
public class AjaxPrefix implements ContainerRequestFilter {
  private static final String MLFLOW = Protocol.AJAX + "2.0/mlflow";

  @Override
  public void filter(ContainerRequestContext request) {
    URI uri = request.getUriInfo().getRequestUri();
    String path = uri.getRawPath();
    if (path.startsWith(Protocol.AJAX)) {
      request.setRequestUri(
          UriBuilder.fromUri(uri)
              .replacePath(
                  path.startsWith(MLFLOW) && path.endsWith("/get-artifact")
                      ? path.substring(MLFLOW.length())
                      : "/api/" + path.substring(Protocol.AJAX.length()))
              .build());
    }
  }
}
