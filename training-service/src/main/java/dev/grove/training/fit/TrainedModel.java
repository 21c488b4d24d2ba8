package dev.grove.training.fit;

import java.util.Map;

/**
 * What a trainer gives back.
 *
 * @param text LightGBM's model text, cut after the best round
 * @param fallbackText that of the small forest which stands in for the model
 * @param rounds how many were grown
 * @param bestRound the one with the best validation metric, from 1; the last without validation
 * @param parameters as they were used, defaults included
 */
record TrainedModel(
    String text, String fallbackText, int rounds, int bestRound, Map<String, String> parameters) {}
