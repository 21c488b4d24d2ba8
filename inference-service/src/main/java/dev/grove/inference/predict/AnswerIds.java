package dev.grove.inference.predict;

/** Gives answers the ids by which their truth can be told later. */
public interface AnswerIds {
  /** The id that the answer carries as {@code predictionId}, or null if it carries none. */
  String of(AnsweredRow row);
}
