package dev.grove.inference.drift;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a model's traffic stands to its reference, from the best to the worst. */
public enum DriftState {
  /** The bundle has no reference to compare with. */
  NO_REFERENCE,
  /** No window has had enough rows yet. */
  INSUFFICIENT_DATA,
  /** Nothing differs beyond chance and beyond what concerns anybody. */
  STABLE,
  /** Something differs, but not certainly when so many columns are looked at. */
  WARNING,
  /** At least one column differs, certainly and noticeably. */
  DRIFTING,
  /** So many columns, or one of them so much, that the model answers about another world. */
  SEVERE;

  /** Whether somebody should look. */
  public boolean isAlarm() {
    return compareTo(DRIFTING) >= 0;
  }

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
