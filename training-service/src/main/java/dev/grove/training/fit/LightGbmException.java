package dev.grove.training.fit;

/** LightGBM refused a call; the message is its own. */
final class LightGbmException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LightGbmException(String message) {
    super("LightGBM: " + message);
  }
}
