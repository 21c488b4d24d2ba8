package dev.grove.inference.serving;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a model stands. */
public enum ModelState {
  /** A verified version answers. */
  SERVING,
  /** A version is promoted and on its way. */
  LOADING,
  /** A version is promoted but must not serve, and there is none before it. */
  REFUSED,
  /** Configured, but no version is promoted. */
  WAITING,
  /** A version is promoted, but a client had it taken out of memory. */
  UNLOADED;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
