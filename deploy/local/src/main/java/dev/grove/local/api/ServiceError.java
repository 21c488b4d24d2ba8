package dev.grove.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.local.LocalFailure;
import dev.grove.local.services.Service;
import java.util.Optional;

/** A service refused a request, failed at it, or is away. */
public final class ServiceError extends LocalFailure {
  private static final long serialVersionUID = 1;

  private final Service service;
  private final int status;
  private final String field;
  private final String reason;

  private ServiceError(
      Service service, int status, String field, String what, String reason, Throwable cause) {
    super(service.module() + " " + what + ": " + reason, cause);
    this.service = service;
    this.status = status;
    this.field = field;
    this.reason = reason;
  }

  /**
   * From an answer that is no success: a problem (RFC 9457), MLflow's error, or anything else.
   *
   * @param body the answer's JSON; missing where it was none
   */
  static ServiceError of(Service service, String call, int status, JsonNode body) {
    String reason =
        Optional.ofNullable(text(body, "detail"))
            .or(() -> Optional.ofNullable(text(body, "message")))
            .or(() -> Optional.ofNullable(text(body, "title")))
            .orElse("no reason given");
    return new ServiceError(
        service, status, text(body, "field"), "answered " + status + " to " + call, reason, null);
  }

  static ServiceError away(Service service, String call, Exception cause) {
    String reason = cause.getMessage() == null ? "no connection" : cause.getMessage();
    return new ServiceError(service, 0, null, "did not answer " + call, reason, cause);
  }

  /** The service did its work, and the work came to nothing. */
  public static ServiceError inVain(Service service, String what, String reason) {
    return new ServiceError(service, 200, null, what, reason, null);
  }

  private static String text(JsonNode body, String name) {
    return body.path(name).isTextual() ? body.path(name).textValue() : null;
  }

  public Service service() {
    return service;
  }

  /** The HTTP status; 0 if there was no answer. */
  public int status() {
    return status;
  }

  /** The input that is to blame, where the service named one. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }

  /** Why, in the service's own words. */
  public String reason() {
    return reason;
  }

  /** Whether the same request may well succeed in a moment. */
  public boolean isPassing() {
    return status == 0 || status == 502 || status == 503;
  }
}
