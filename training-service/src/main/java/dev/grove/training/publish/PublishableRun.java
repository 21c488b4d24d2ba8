package dev.grove.training.publish;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A job's outcome, ready for the registry.
 *
 * @param id the job's, which becomes the run's
 * @param requestId of the request that made the job; may be null
 * @param parameters LightGBM's and the dataset's
 * @param metrics of all rounds and of the end, with times that do not change from one try to the
 *     next, so that a second try stores nothing twice
 * @param model null if there is nothing to register
 */
public record PublishableRun(
    String id,
    String requestId,
    String experiment,
    Status status,
    Instant startedAt,
    Instant finishedAt,
    Map<String, String> parameters,
    List<Metric> metrics,
    Model model) {
  /** MLflow's run states that a finished job can have. */
  public enum Status {
    FINISHED,
    FAILED,
    KILLED
  }

  /**
   * @param timestamp milliseconds since the epoch
   * @param step the round, from 1; 0 at the end
   */
  public record Metric(String key, double value, long timestamp, long step) {}

  /**
   * @param bundle the directory to store
   * @param name the registered model's; null stores the bundle and registers none
   * @param manifestSha256 the bundle's
   */
  public record Model(Path bundle, String name, String manifestSha256) {}
}
