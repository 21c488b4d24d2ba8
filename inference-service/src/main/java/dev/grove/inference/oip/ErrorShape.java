package dev.grove.inference.oip;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;

/** Puts every error on the protocol's paths into the protocol's shape. */
@Provider
public class ErrorShape implements ContainerResponseFilter {
  private static final int FIRST_ERROR = 400;
  private static final int FAULT = 500;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    Object entity = response.getEntity();
    if (response.getStatus() < FIRST_ERROR
        || (entity != null && !(entity instanceof HttpProblem))
        || !isSpokenAt(request.getUriInfo().getRequestUri().getPath())) {
      return;
    }
    response.setEntity(
        new ErrorJson(message(response.getStatus(), request, (HttpProblem) entity)),
        new Annotation[0],
        MediaType.APPLICATION_JSON_TYPE);
  }

  private static boolean isSpokenAt(String path) {
    return path.equals("/v2") || path.startsWith("/v2/");
  }

  private static String message(int status, ContainerRequestContext request, HttpProblem problem) {
    String detail = problem == null ? null : problem.getDetail();
    if (status == FAULT) {
      return "The server failed to answer; its log has the reason";
    }
    boolean unrouted =
        detail == null || detail.startsWith("HTTP ") || problem.getInstance() != null;
    if (unrouted && (status == NOT_FOUND || status == METHOD_NOT_ALLOWED)) {
      return "No endpoint " + request.getMethod() + " " + request.getUriInfo().getPath();
    }
    return detail == null ? "The request was refused" : detail;
  }
}
