package dev.grove.inference;

import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** Refusals as RFC 9457 problems. */
@Provider
public final class RefusedMapper extends ExceptionMapperBase<Refused> {
  private static final int RETRY_AFTER_SECONDS = 1;

  @Override
  protected HttpProblem toProblem(Refused refused) {
    HttpProblem.Builder problem =
        HttpProblem.builder()
            .withStatus(refused.code().status())
            .withTitle(refused.code().title())
            .withDetail(refused.getMessage());
    if (refused.field() != null) {
      problem.with("field", refused.field());
    }
    if (refused.code() == Refused.Code.NO_MODEL) {
      problem.withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    if (refused.code() == Refused.Code.TOO_LARGE) {
      problem.withHeader("Connection", "close");
    }
    return problem.build();
  }
}
