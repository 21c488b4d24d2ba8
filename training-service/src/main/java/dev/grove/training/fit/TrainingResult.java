package dev.grove.training.fit;

import dev.grove.training.evaluate.Evaluation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * What a training process leaves beside the bundle, as {@code result.json}.
 *
 * @param manifestSha256 of the bundle's manifest
 * @param parameters LightGBM's, as they were used
 */
@RegisterForReflection
public record TrainingResult(
    String manifestSha256, Map<String, String> parameters, Evaluation evaluation) {}
