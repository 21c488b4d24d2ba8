package dev.grove.registry.mlflow;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves {@code /ajax-api/…} as {@code /api/…}, and downloads under the root's names. */
@Provider
@PreMatching
public class AjaxPrefix implements ContainerRequestFilter {
  private static final String MLFLOW = Protocol.AJAX + "2.0/mlflow";
  private static final String DOWNLOAD = "/get-artifact";
  private static final Pattern LOGGED_MODEL_FILE =
      Pattern.compile("(/logged-models/[^/]+)/artifacts/files");

  @Override
  public void filter(ContainerRequestContext request) {
    URI uri = request.getUriInfo().getRequestUri();
    String path = uri.getRawPath();
    if (path.startsWith(Protocol.AJAX)) {
      request.setRequestUri(UriBuilder.fromUri(uri).replacePath(served(path)).build());
    }
  }

  private static String served(String path) {
    if (path.startsWith(MLFLOW)) {
      String below = path.substring(MLFLOW.length());
      Matcher file = LOGGED_MODEL_FILE.matcher(below);
      if (file.matches()) {
        return file.group(1) + DOWNLOAD;
      }
      if (below.endsWith(DOWNLOAD)) {
        return below;
      }
    }
    return "/api/" + path.substring(Protocol.AJAX.length());
  }
}
