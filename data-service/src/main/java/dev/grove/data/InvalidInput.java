package dev.grove.data;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;

/** A client's mistake (400): one input that is to blame, and why. */
public final class InvalidInput extends HttpProblem {
  private static final long serialVersionUID = 1;

  private final String field;

  /**
   * @param field the input as the client knows it: a query parameter, a form field, {@code body}
   * @param reason a whole sentence that can be shown
   */
  public InvalidInput(String field, String reason) {
    super(
        HttpProblem.builder()
            .withStatus(Status.BAD_REQUEST)
            .withTitle("Invalid input")
            .withDetail(field + ": " + reason)
            .with("field", field));
    this.field = field;
  }

  public String field() {
    return field;
  }
}
