package dev.grove.inference.serving;

import java.io.IOException;

/** A body is longer or shorter than it was said to be. */
final class WrongSize extends IOException {
  private static final long serialVersionUID = 1;

  WrongSize(String message) {
    super(message);
  }
}
