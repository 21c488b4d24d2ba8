package dev.grove.inference.predict;

import dev.grove.bundle.Prediction;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;

/**
 * One row and what was made of it.
 *
 * @param scratch holds the cleaned row, its encoded vector and the raw scores of the forest that
 *     answered; another row's as soon as the observers have been told. Of a row that the prior
 *     answered, vector and scores may be another's
 * @param predictionId by which the truth can be told later; null if it has none
 */
public record AnsweredRow(
    ServedModel model,
    Scratch scratch,
    Prediction prediction,
    ServedBy servedBy,
    String predictionId) {}
