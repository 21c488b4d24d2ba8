package dev.grove.inference.scoring;

import dev.grove.bundle.Column;
import dev.grove.inference.Refused;
import dev.grove.inference.serving.ServedModel;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Takes jobs in: what cannot come to an end is refused at the door. */
final class ScoreQueue {
  private static final int MOST_NAMED = 20;

  private final ScoreJobs jobs;
  private final ScoreWorker worker;
  private final DataClient data;
  private final Executor executor;
  private final Clock clock;
  private final Supplier<String> ids;

  /**
   * @param executor bounded in threads and in what waits for them
   */
  ScoreQueue(
      ScoreJobs jobs,
      ScoreWorker worker,
      DataClient data,
      Executor executor,
      Clock clock,
      Supplier<String> ids) {
    this.jobs = jobs;
    this.worker = worker;
    this.data = data;
    this.executor = executor;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * The job, which runs when its turn comes.
   *
   * @throws Refused if the dataset does not suit the model, or there is no room
   */
  ScoreJob submit(ServedModel model, ScoreRequest asked) {
    try {
      DatasetVersion version = data.version(asked.dataset(), asked.version());
      DatasetSchema schema = data.schema(asked.dataset(), version.version());
      check(model, asked, schema);
      ScoreRequest request =
          new ScoreRequest(
              asked.dataset(),
              version.version(),
              asked.split(),
              asked.part(),
              asked.keep(),
              asked.as());
      ScoreJob job = job(model, request, version.rows());
      jobs.add(job);
      enqueue(job, schema.key());
      return job;
    } catch (DataServiceFault e) {
      throw e.isRefusal()
          ? Refused.invalid("dataset", e.getMessage())
          : Refused.unavailable(e.getMessage());
    } catch (IOException e) {
      throw Refused.unavailable("The job cannot be kept on the disk");
    }
  }

  private static void check(ServedModel model, ScoreRequest request, DatasetSchema schema) {
    List<String> missing =
        model.bundle().input().columns().stream()
            .map(Column::name)
            .filter(column -> !schema.has(column))
            .limit(MOST_NAMED)
            .toList();
    if (!missing.isEmpty()) {
      throw Refused.invalid(
          "dataset", "lacks columns that the model takes: " + String.join(", ", missing));
    }
    for (int i = 0; i < request.keep().size(); i++) {
      if (!schema.has(request.keep().get(i))) {
        throw Refused.invalid("keep[" + i + "]", "the dataset has no such column");
      }
    }
  }

  private ScoreJob job(ServedModel model, ScoreRequest request, long rows) {
    return new ScoreJob(
        ids.get(),
        ScoreState.QUEUED,
        model.name(),
        model.version(),
        request,
        rows,
        0,
        0,
        clock.instant().toString(),
        null,
        null,
        null,
        null,
        null);
  }

  private void enqueue(ScoreJob job, String key) throws IOException {
    try {
      executor.execute(() -> worker.work(job.id(), key));
    } catch (RejectedExecutionException e) {
      jobs.end(job.id(), ScoreState.FAILED, "There was no room");
      jobs.remove(job.id());
      throw Refused.busy("Too many jobs wait; try again later");
    }
  }
}
