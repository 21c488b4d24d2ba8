package dev.grove.inference.fallback;

import dev.grove.bundle.Prediction;
import dev.grove.inference.predict.ServedBy;

/** A prediction and who gave it. */
public record Given(Prediction prediction, ServedBy servedBy) {}
