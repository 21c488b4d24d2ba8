package dev.grove.data;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;

/** A request that is well-formed but that the service will not take: too large, or not now. */
public final class Refused extends HttpProblem {
  private static final long serialVersionUID = 1;

  private Refused(HttpProblem.Builder builder) {
    super(builder);
  }

  /** 413: the body, once unpacked, passes the configured bound. */
  public static Refused tooLarge(long maximumBytes) {
    return new Refused(
        HttpProblem.builder()
            .withStatus(Status.REQUEST_ENTITY_TOO_LARGE)
            .withTitle("Too large")
            .withDetail(
                "body: the table is larger than "
                    + maximumBytes
                    + " bytes (grove.ingest.max-bytes), counted without compression")
            .with("field", "body"));
  }

  /** 415: a body that is no table, by its headers. */
  public static Refused unsupported(String header, String reason) {
    return new Refused(
        HttpProblem.builder()
            .withStatus(Status.UNSUPPORTED_MEDIA_TYPE)
            .withTitle("Unsupported media type")
            .withDetail(header + ": " + reason)
            .with("field", header));
  }

  /** 503: every place for loading tables was taken for too long. */
  public static Refused busy() {
    return new Refused(
        HttpProblem.builder()
            .withStatus(Status.SERVICE_UNAVAILABLE)
            .withTitle("Busy")
            .withDetail("Other tables are being loaded; try again later")
            .withHeader("Retry-After", "30"));
  }
}
