package dev.grove.registry;

/**
 * MLflow's error codes, each with the HTTP status that MLflow gives it.
 *
 * <p>Source: mlflow/exceptions.py. That {@link #RESOURCE_ALREADY_EXISTS} is a 400 and not a 409 is
 * MLflow's choice, and its clients rely on the code.
 */
public enum ErrorCode {
  BAD_REQUEST(400),
  INVALID_PARAMETER_VALUE(400),
  RESOURCE_ALREADY_EXISTS(400),
  UNAUTHENTICATED(401),
  PERMISSION_DENIED(403),
  RESOURCE_DOES_NOT_EXIST(404),
  ENDPOINT_NOT_FOUND(404),
  ABORTED(409),
  RESOURCE_CONFLICT(409),
  REQUEST_LIMIT_EXCEEDED(429),
  INTERNAL_ERROR(500),
  NOT_IMPLEMENTED(501),
  TEMPORARILY_UNAVAILABLE(503);

  private final int status;

  ErrorCode(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** The code that says most about a status that something below the registry chose. */
  public static ErrorCode ofStatus(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> PERMISSION_DENIED;
      case 404 -> ENDPOINT_NOT_FOUND;
      case 409 -> RESOURCE_CONFLICT;
      case 429 -> REQUEST_LIMIT_EXCEEDED;
      case 501 -> NOT_IMPLEMENTED;
      case 503 -> TEMPORARILY_UNAVAILABLE;
      default -> status < 500 ? BAD_REQUEST : INTERNAL_ERROR;
    };
  }
}
