package dev.grove.inference.oip;

import dev.grove.bundle.Prediction;
import dev.grove.inference.predict.ServedBy;

/**
 * What became of a row.
 *
 * @param predictionId empty if it has none
 * @param rawScores another row's as soon as the next is scored
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Scored(Prediction prediction, double[] rawScores, ServedBy servedBy, String predictionId) {}
