package dev.grove.bundle;

import java.util.List;
import java.util.Map;

/**
 * A raw row, its encoded form and LightGBM's own raw scores: an element of {@code golden.json}.
 *
 * @param raw input column to text as a CSV field would hold it; a missing value is null
 * @param indices the touched places of the encoded vector, ascending
 * @param values their values; NaN is null
 * @param rawScores LightGBM's raw scores, one per output
 */
public record GoldenRow(
    Map<String, String> raw, List<Integer> indices, List<Double> values, List<Double> rawScores) {}
