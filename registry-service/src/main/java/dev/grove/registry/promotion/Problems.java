package dev.grove.registry.promotion;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.stream.Collectors;

/** The errors of {@code /promotions}, in the form of RFC 9457. */
final class Problems {
  private Problems() {}

  static HttpProblem invalid(InvalidField e) {
    return builder(400, "Invalid request", e.getMessage()).with("field", e.field()).build();
  }

  static HttpProblem invalid(String reason) {
    return builder(400, "Invalid request", reason).build();
  }

  static HttpProblem tooLarge(int bytes) {
    return builder(413, "Too large", "The body has more than " + bytes + " bytes").build();
  }

  static HttpProblem forbidden(String reason) {
    return builder(403, "Forbidden", reason).build();
  }

  static HttpProblem notFound(String reason) {
    return builder(404, "Not found", reason).build();
  }

  static HttpProblem noPromotion(String id) {
    return notFound("There is no promotion '" + id + "'");
  }

  static HttpProblem conflict(String reason) {
    return builder(409, "Conflict", reason).build();
  }

  /** A promotion that did not come to pass, with what its gates found. */
  static HttpProblem ended(Promotion promotion) {
    boolean refused = promotion.state() == State.REFUSED;
    String failed =
        promotion.gates().stream()
            .filter(gate -> !gate.passed())
            .map(GateResult::sentence)
            .collect(Collectors.joining("; "));
    String detail =
        refused
            ? "The policy refused it: " + failed
            : "The alias or the version changed since it was asked for";
    return builder(409, refused ? "Gates failed" : "Superseded", detail)
        .with("promotion", promotion.id().toString())
        .with("state", promotion.state().text())
        .with("gates", promotion.gates())
        .withHeader("Location", "/promotions/" + promotion.id())
        .build();
  }

  static HttpProblem keyReused() {
    return builder(
            422, "Idempotency key reused", "'Idempotency-Key' was used before, for another request")
        .with("field", "Idempotency-Key")
        .build();
  }

  static HttpProblem.Builder builder(int status, String title, String detail) {
    return HttpProblem.builder().withStatus(status).withTitle(title).withDetail(detail);
  }
}
