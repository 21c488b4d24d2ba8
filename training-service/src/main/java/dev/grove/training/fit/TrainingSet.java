package dev.grove.training.fit;

import dev.grove.bundle.Task;
import java.util.BitSet;
import java.util.List;

/**
 * Encoded rows that a trainer learns from, and those that it measures itself on.
 *
 * @param names one per place of the encoded vector
 * @param categorical the places that are categories, ascending
 * @param fallback the places that the fallback forest may use
 * @param classes how many there are; 0 in regression
 * @param validation may have no rows; then nothing stops early
 */
record TrainingSet(
    Task task,
    List<String> names,
    List<Integer> categorical,
    BitSet fallback,
    int classes,
    EncodedRows training,
    EncodedRows validation) {}
