package dev.grove.inference.feedback;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why feedback on one prediction is not taken. */
enum FeedbackFault {
  UNKNOWN_ID("is no id that was given here"),
  EXPIRED("is too old"),
  SEEN("has had its feedback already"),
  UNKNOWN_VERSION("is of a version that no longer serves here"),
  UNKNOWN_LABEL("is none of the model's classes"),
  NOT_A_NUMBER("must be a finite number"),
  NOT_JUDGED("is a ranking's score, which no single label can judge");

  private final String detail;

  FeedbackFault(String detail) {
    this.detail = detail;
  }

  String detail() {
    return detail;
  }

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
