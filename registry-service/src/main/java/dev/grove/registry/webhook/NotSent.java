package dev.grove.registry.webhook;

/** A target could not be asked, or did not answer. */
final class NotSent extends Exception {
  private static final long serialVersionUID = 1L;

  NotSent(String why) {
    super(why);
  }

  NotSent(String why, Throwable cause) {
    super(why, cause);
  }
}
