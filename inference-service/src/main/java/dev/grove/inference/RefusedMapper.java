package dev.grove.inference;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Refusals as RFC 9457 problems. They are counted elsewhere and not logged one by one. */
@Provider
public final class RefusedMapper implements ExceptionMapper<Refused> {
  private static final int RETRY_AFTER_SECONDS = 1;

  @Override
  public Response toResponse(Refused refused) {
    HttpProblem.Builder problem =
        HttpProblem.builder()
            .withStatus(refused.code().status())
            .withTitle(refused.code().title())
            .withDetail(refused.getMessage());
    if (refused.field() != null) {
      problem.with("field", refused.field());
    }
    if (refused.code() == Refused.Code.NO_MODEL || refused.code() == Refused.Code.BUSY) {
      problem.withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    return problem.build().toResponse();
  }
}
