package dev.grove.local;

/** Something that the user must know and can act on: the message is all that is shown. */
public class LocalFailure extends Exception {
  private static final long serialVersionUID = 1;

  public LocalFailure(String message) {
    super(message);
  }

  public LocalFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
