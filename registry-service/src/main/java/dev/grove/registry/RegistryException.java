package dev.grove.registry;

/** A refusal with a code of MLflow's and a message that the client may read. */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public RegistryException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public RegistryException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public static RegistryException invalid(String message) {
    return new RegistryException(ErrorCode.INVALID_PARAMETER_VALUE, message);
  }

  /** In MLflow's words: {@code Invalid value "x" for parameter 'run_id' supplied: reason}. */
  public static RegistryException invalidValue(String parameter, String value, String reason) {
    return invalid(
        "Invalid value "
            + quoted(value)
            + " for parameter '"
            + parameter
            + "' supplied"
            + (reason.isEmpty() ? "." : ": " + reason));
  }

  public static RegistryException missing(String parameter) {
    return invalid("Missing value for required parameter '" + parameter + "'.");
  }

  public static RegistryException notFound(String message) {
    return new RegistryException(ErrorCode.RESOURCE_DOES_NOT_EXIST, message);
  }

  private static String quoted(String value) {
    String shown = value.length() > 200 ? value.substring(0, 200) + "…" : value;
    return '"' + shown.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  public ErrorCode code() {
    return code;
  }
}
