package dev.grove.registry.promotion;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a promotion stands; {@link #PENDING} is the only one that is not final. */
public enum State {
  PENDING,
  PROMOTED,
  REFUSED,
  REJECTED,
  SUPERSEDED,
  REMOVED,
  ROLLED_BACK;

  /** The name on the wire and in the ledger. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<State> find(String text) {
    return Arrays.stream(values()).filter(state -> state.text().equals(text)).findFirst();
  }

  static State of(String text) {
    return find(text).orElseThrow(() -> new IllegalStateException("no state: " + text));
  }
}
