package dev.grove.registry.mlflow;

import dev.grove.registry.ErrorCode;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;

/**
 * Puts errors that did not come from the registry itself (no such path, no such method, a fault)
 * into MLflow's shape on MLflow's paths.
 */
@Provider
public class ErrorShape implements ContainerResponseFilter {
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    int status = response.getStatus();
    if (status < 400
        || response.getEntity() instanceof ErrorJson
        || !Protocol.isSpokenAt(request.getUriInfo().getRequestUri().getPath())) {
      return;
    }
    response.setEntity(
        ErrorJson.of(ErrorCode.ofStatus(status), message(status, request, response.getEntity())),
        new Annotation[0],
        MediaType.APPLICATION_JSON_TYPE);
  }

  private static String message(int status, ContainerRequestContext request, Object entity) {
    if (status >= 500) {
      return "The registry failed to answer; its log has the reason.";
    }
    if (status == 404 || status == 405) {
      return "No endpoint " + request.getMethod() + " " + request.getUriInfo().getPath() + ".";
    }
    if (entity instanceof HttpProblem problem) {
      return problem.getDetail() == null ? problem.getTitle() : problem.getDetail();
    }
    return "The request was refused.";
  }
}
