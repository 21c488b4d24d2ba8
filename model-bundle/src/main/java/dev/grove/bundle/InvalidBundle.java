package dev.grove.bundle;

/** A bundle that must not serve: a file is missing, altered, too large, malformed or untrue. */
public final class InvalidBundle extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InvalidBundle(String message) {
    super(message);
  }

  public InvalidBundle(String message, Throwable cause) {
    super(message, cause);
  }
}
