package dev.grove.training.job;

import io.quarkiverse.resteasy.problem.HttpProblem;

/** The errors that this API answers, in the form of RFC 9457. */
final class Problems {
  private Problems() {}

  /** A field of the request is to blame. */
  static HttpProblem invalid(String field, String reason) {
    return HttpProblem.builder()
        .withStatus(400)
        .withTitle("Invalid request")
        .withDetail("'" + field + "' " + reason)
        .with("field", field)
        .build();
  }

  /** The request as a whole is to blame. */
  static HttpProblem malformed(String reason) {
    return HttpProblem.builder()
        .withStatus(400)
        .withTitle("Invalid request")
        .withDetail(reason)
        .build();
  }

  static HttpProblem tooLarge(int bytes) {
    return HttpProblem.builder()
        .withStatus(413)
        .withTitle("Too large")
        .withDetail("The body has more than " + bytes + " bytes")
        .build();
  }

  static HttpProblem noSuchJob(String id) {
    return HttpProblem.builder()
        .withStatus(404)
        .withTitle("Not found")
        .withDetail("There is no job '" + id + "'")
        .build();
  }

  static HttpProblem conflict(String reason) {
    return HttpProblem.builder().withStatus(409).withTitle("Conflict").withDetail(reason).build();
  }

  static HttpProblem keyReused() {
    return HttpProblem.builder()
        .withStatus(422)
        .withTitle("Idempotency key reused")
        .withDetail("'Idempotency-Key' was used before, for another request")
        .with("field", "Idempotency-Key")
        .build();
  }

  /** Something that is needed is away: the client may try again. */
  static HttpProblem away(String reason) {
    return HttpProblem.builder()
        .withStatus(503)
        .withTitle("Temporarily unavailable")
        .withDetail(reason)
        .withHeader("Retry-After", "5")
        .build();
  }
}
