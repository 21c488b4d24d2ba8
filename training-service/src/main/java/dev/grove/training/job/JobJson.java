package dev.grove.training.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.training.evaluate.Evaluation;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A job on the wire. */
@Schema(name = "Job")
@JsonInclude(JsonInclude.Include.NON_NULL)
record JobJson(
    @Schema(examples = "0af7651916cd43dd8448eb211c80319c") String id,
    @Schema(enumeration = {"queued", "running", "publishing", "succeeded", "failed", "cancelled"})
        String state,
    String dataset,
    String version,
    String target,
    @Schema(enumeration = {"binary", "multiclass", "regression", "ranking"}) String task,
    String group,
    String model,
    int rounds,
    int roundsDone,
    Map<String, Double> metrics,
    Instant createdAt,
    Instant startedAt,
    Instant finishedAt,
    String error,
    String runId,
    String modelVersion,
    @Schema(implementation = Evaluation.class) JsonNode evaluation) {
  static JobJson of(TrainingJob job) {
    JobSpec spec = job.spec();
    return new JobJson(
        job.id(),
        job.state().wireName(),
        spec.dataset(),
        spec.version(),
        spec.target(),
        spec.task().wireName(),
        spec.group(),
        spec.model(),
        spec.rounds(),
        job.progress().rounds(),
        job.progress().metrics(),
        job.createdAt(),
        job.startedAt(),
        job.finishedAt(),
        job.state() instanceof JobState.Failed failed ? failed.why() : null,
        job.id(),
        job.state() instanceof JobState.Succeeded done ? done.modelVersion() : null,
        job.evaluation());
  }

  @JsonIgnore
  boolean isFinal() {
    return Set.of("succeeded", "failed", "cancelled").contains(state);
  }
}
