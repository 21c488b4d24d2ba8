package dev.grove.training.fit;

/** data-service gave no useful answer; asking again later may help. */
public final class DataServiceAway extends Exception {
  private static final long serialVersionUID = 1;

  DataServiceAway(String message, Throwable cause) {
    super(message, cause);
  }
}
