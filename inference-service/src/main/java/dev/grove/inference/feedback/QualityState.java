package dev.grove.inference.feedback;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a model's answers stood to the truth, where the truth became known. */
public enum QualityState {
  /** The bundle's evaluation has nothing to compare with. */
  NO_BASELINE,
  /** Too few labels came. */
  INSUFFICIENT_DATA,
  /** As good as when the model was made. */
  STABLE,
  /** Worse than when the model was made, surely and noticeably. */
  DEGRADED;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
