package dev.grove.training.job;

import dev.grove.bundle.Task;
import dev.grove.bundle.features.FeatureSpec;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * What a job is to do, with every default filled in and checked against the dataset.
 *
 * @param version the dataset version's id
 * @param group the column whose equal values are ranked among each other; null but in ranking
 * @param features null if they are to be inferred
 * @param parameters LightGBM's that were asked for
 * @param rounds the most that are grown
 * @param earlyStoppingRounds 0 never stops early
 * @param model the registered model's name; null registers none
 */
@RegisterForReflection
public record JobSpec(
    String dataset,
    String version,
    String split,
    String target,
    Task task,
    String group,
    FeatureSpec features,
    Map<String, String> parameters,
    int rounds,
    int earlyStoppingRounds,
    long seed,
    String model,
    String experiment) {}
