package dev.grove.inference.predict;

import dev.grove.bundle.Prediction;
import dev.grove.inference.serving.ServedModel;

/** Gives answers the ids by which their truth can be told later. */
public interface AnswerIds {
  /** The id that the answer carries as {@code predictionId}, or null if it carries none. */
  String of(ServedModel model, Prediction prediction, ServedBy servedBy);
}
