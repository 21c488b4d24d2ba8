package dev.grove.inference.scoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A job as it stood at one moment.
 *
 * @param model and {@code version} of the model that scores
 * @param request with the dataset's version as an id
 * @param rows that the job will read at most
 * @param rowsDone that were read so far
 * @param rowsFaulty of these, rows that could not be scored; the column {@code error} says why
 * @param createdAt ISO 8601, as all times
 * @param error why it failed
 * @param resultBytes of the compressed result; absent unless there is one
 * @param resultVersion the version of the dataset {@code as} that the result became
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScoreJob(
    String id,
    ScoreState state,
    String model,
    String version,
    ScoreRequest request,
    long rows,
    long rowsDone,
    long rowsFaulty,
    String createdAt,
    String startedAt,
    String finishedAt,
    String error,
    Long resultBytes,
    String resultVersion) {

  ScoreJob started(String now) {
    return new ScoreJob(
        id,
        ScoreState.RUNNING,
        model,
        version,
        request,
        rows,
        0,
        0,
        createdAt,
        now,
        null,
        null,
        null,
        null);
  }

  ScoreJob progressed(long done, long faulty) {
    return as(state, done, faulty, finishedAt, error, resultBytes, resultVersion);
  }

  ScoreJob written(long bytes) {
    return as(state, rowsDone, rowsFaulty, finishedAt, error, bytes, resultVersion);
  }

  ScoreJob published(String datasetVersion) {
    return as(state, rowsDone, rowsFaulty, finishedAt, error, resultBytes, datasetVersion);
  }

  ScoreJob ended(ScoreState end, String now, String why) {
    return as(end, rowsDone, rowsFaulty, now, why, resultBytes, resultVersion);
  }

  /** The same job, further on. */
  private ScoreJob as(
      ScoreState state,
      long rowsDone,
      long rowsFaulty,
      String finishedAt,
      String error,
      Long resultBytes,
      String resultVersion) {
    return new ScoreJob(
        id,
        state,
        model,
        version,
        request,
        rows,
        rowsDone,
        rowsFaulty,
        createdAt,
        startedAt,
        finishedAt,
        error,
        resultBytes,
        resultVersion);
  }
}
