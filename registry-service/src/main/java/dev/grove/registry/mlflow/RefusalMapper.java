package dev.grove.registry.mlflow;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.jboss.logging.Logger;

/** Answers the registry's refusals in MLflow's shape. */
@Provider
public class RefusalMapper implements ExceptionMapper<RegistryException> {
  private static final Logger LOG = Logger.getLogger(RefusalMapper.class);

  @Override
  public Response toResponse(RegistryException refusal) {
    if (refusal.code().status() >= 500 && refusal.code() != ErrorCode.NOT_IMPLEMENTED) {
      LOG.error(refusal.getMessage(), refusal);
    }
    return Response.status(refusal.code().status())
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(ErrorJson.of(refusal.code(), refusal.getMessage()))
        .build();
  }
}
