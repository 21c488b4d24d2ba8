package dev.grove.inference.fallback;

import java.util.Locale;

/** Why it was not the model that answered. */
enum Reason {
  /** It threw. */
  FAILURE,
  /** It would have taken longer than there was time. */
  DEADLINE,
  /** The rule asks for another while drift is severe. */
  DRIFT,
  /** It was less confident than the rule asks for, and the fallback forest was not. */
  CONFIDENCE;

  private final String tag = name().toLowerCase(Locale.ROOT);

  String tag() {
    return tag;
  }
}
