package dev.grove.registry.mlflow;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers the registry's refusals in MLflow's shape, or as problems where Grove's own API is. */
public class RefusalMapper {
  private static final Logger LOG = Logger.getLogger(RefusalMapper.class);

  @ServerExceptionMapper
  public Response toResponse(RegistryException refusal, UriInfo uri) {
    if (refusal.code().status() >= 500 && refusal.code() != ErrorCode.NOT_IMPLEMENTED) {
      LOG.error(refusal.getMessage(), refusal);
    }
    return Protocol.isSpokenAt(uri.getRequestUri().getPath()) ? error(refusal) : problem(refusal);
  }

  private static Response error(RegistryException refusal) {
    return Response.status(refusal.code().status())
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(ErrorJson.of(refusal.code(), refusal.getMessage()))
        .build();
  }

  private static Response problem(RegistryException refusal) {
    return HttpProblem.builder()
        .withStatus(refusal.code().status())
        .withTitle(title(refusal.code()))
        .withDetail(refusal.getMessage())
        .build()
        .toResponse();
  }

  private static String title(ErrorCode code) {
    return switch (code.status()) {
      case 400 -> "Invalid request";
      case 404 -> "Not found";
      case 409 -> "Conflict";
      case 503 -> "Temporarily unavailable";
      default -> code.status() < 500 ? "Refused" : "Internal error";
    };
  }
}
