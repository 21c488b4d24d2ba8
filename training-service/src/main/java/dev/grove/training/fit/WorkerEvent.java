package dev.grove.training.fit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * A line that a training process says: a finished round, or why it gives up.
 *
 * @param round from 1; null in a failure
 * @param at milliseconds since the epoch
 * @param metrics of the round, such as {@code validation.auc}
 * @param error null in a round
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkerEvent(Integer round, long at, Map<String, Double> metrics, String error) {
  static WorkerEvent round(int round, long at, Map<String, Double> metrics) {
    return new WorkerEvent(round, at, metrics, null);
  }

  static WorkerEvent failure(long at, String error) {
    return new WorkerEvent(null, at, null, error);
  }
}
