package dev.grove.inference.predict;

import dev.grove.bundle.Prediction;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;

/**
 * One row and what was made of it.
 *
 * @param scratch holds the cleaned row and its encoded vector; another row's as soon as the
 *     observers have been told
 */
public record AnsweredRow(
    ServedModel model, Scratch scratch, Prediction prediction, ServedBy servedBy) {}
