package dev.grove.training.publish;

/** The registry did not answer, or not now: the same call may succeed later. */
public final class RegistryAway extends Exception {
  private static final long serialVersionUID = 1;

  RegistryAway(String message, Throwable cause) {
    super(message, cause);
  }
}
