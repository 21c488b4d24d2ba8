package dev.grove.inference.serving;

import java.io.IOException;

/** The registry says that there is no such thing. */
public final class NotInRegistry extends IOException {
  private static final long serialVersionUID = 1;

  NotInRegistry(String message) {
    super(message);
  }
}
