package dev.grove.inference.scoring;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a job stands. */
public enum ScoreState {
  QUEUED,
  RUNNING,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  /** Whether nothing more comes of it. */
  boolean isFinal() {
    return this != QUEUED && this != RUNNING;
  }

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
