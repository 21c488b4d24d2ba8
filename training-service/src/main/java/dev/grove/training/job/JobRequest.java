package dev.grove.training.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.bundle.features.FeatureSpec;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a client sends to {@code POST /jobs}. What it leaves out is null; see {@link JobSpec} for
 * what takes its place.
 *
 * @param modelGiven whether {@code model} stood there at all: null registers nothing
 */
@RegisterForReflection
@Schema(name = "JobRequest")
record JobRequest(
    @Schema(required = true) String dataset,
    @Schema(description = "an id, or latest", defaultValue = "latest") String version,
    @Schema(defaultValue = "default") String split,
    @Schema(description = "the version's own if absent") String target,
    @Schema(enumeration = {"binary", "multiclass", "regression", "ranking"}) String task,
    @Schema(description = "ranking's alone: rows with the same value are ranked among each other")
        String group,
    @Schema(description = "inferred if absent") FeatureSpec features,
    @Schema(description = "LightGBM's, by their own names or aliases", implementation = Map.class)
        JsonNode parameters,
    @Schema(defaultValue = "200") Integer rounds,
    @Schema(description = "0 never stops early", defaultValue = "20") Integer earlyStoppingRounds,
    @Schema(defaultValue = "42") Long seed,
    @Schema(description = "the dataset's name if absent; null registers nothing", nullable = true)
        String model,
    @Schema(hidden = true) boolean modelGiven,
    @Schema(description = "the dataset's name if absent") String experiment) {}
