package dev.grove.training.fit;

import dev.grove.bundle.Task;
import dev.grove.bundle.features.FeatureSpec;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.util.Map;

/**
 * What a training process is told, as {@code request.json} in its directory.
 *
 * @param id the job's, which will be the run's
 * @param requestId sent on to data-service; may be null
 * @param version the dataset version's id
 * @param group the column whose equal values are ranked among each other; null but in ranking
 * @param features null if they are to be inferred
 * @param parameters LightGBM's, already checked
 * @param codeVersion of the service that trains
 */
@RegisterForReflection
public record WorkerRequest(
    String id,
    URI dataUrl,
    String requestId,
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
    String codeVersion) {}
