package dev.grove.data;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;

/** What was asked for does not exist (404). */
public final class NotFound extends HttpProblem {
  private static final long serialVersionUID = 1;

  public NotFound(String detail) {
    super(
        HttpProblem.builder()
            .withStatus(Status.NOT_FOUND)
            .withTitle("Not found")
            .withDetail(detail));
  }
}
