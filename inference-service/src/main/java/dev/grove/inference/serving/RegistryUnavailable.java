package dev.grove.inference.serving;

import java.io.IOException;

/** The registry does not answer, or not as a registry: nothing is known, and nothing changes. */
public final class RegistryUnavailable extends IOException {
  private static final long serialVersionUID = 1;

  RegistryUnavailable(String message) {
    super(message);
  }

  RegistryUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
