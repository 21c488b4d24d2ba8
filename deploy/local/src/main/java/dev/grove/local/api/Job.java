package dev.grove.local.api;

import java.util.Map;
import java.util.Set;

/** A training job as training-service tells of it. Fields that are not known yet are null. */
public record Job(
    String id,
    String state,
    String target,
    String task,
    int rounds,
    int roundsDone,
    Map<String, Double> metrics,
    String error,
    String runId,
    String modelVersion,
    Evaluation evaluation) {
  private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled");

  public Job {
    metrics = metrics == null ? Map.of() : Map.copyOf(metrics);
  }

  public boolean isOver() {
    return FINAL.contains(state);
  }

  public boolean hasSucceeded() {
    return state.equals("succeeded");
  }
}
