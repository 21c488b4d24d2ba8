package dev.grove.inference.scoring;

import dev.grove.inference.Refused;
import dev.grove.inference.admission.Pace;
import dev.grove.inference.serving.ModelReference;
import dev.grove.inference.serving.ModelRouter;
import dev.grove.inference.serving.ServedModel;
import java.io.IOException;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Carries jobs out, whatever comes of them. */
final class ScoreWorker {
  private static final Logger LOG = Logger.getLogger(ScoreWorker.class);

  private final ScoreJobs jobs;
  private final ScoreFiles files;
  private final ModelRouter models;
  private final DataClient data;
  private final Pace pace;

  ScoreWorker(ScoreJobs jobs, ScoreFiles files, ModelRouter models, DataClient data, Pace pace) {
    this.jobs = jobs;
    this.files = files;
    this.models = models;
    this.data = data;
    this.pace = pace;
  }

  /**
   * Runs a job to its end.
   *
   * @param key the dataset's key column; null if it has none
   */
  void work(String id, String key) {
    ScoreRun run = null;
    try {
      ScoreRequest request = jobs.find(id).map(ScoreJob::request).orElse(null);
      if (request == null) {
        return;
      }
      long room = jobs.room();
      run = new ScoreRun(data, request, key, pace);
      ScoreJob job = jobs.start(id, run).orElse(null);
      if (job != null) {
        score(job, run, room);
        publish(job, key);
        jobs.end(id, ScoreState.SUCCEEDED, null);
      }
    } catch (InterruptedException e) {
      if (run != null && run.isCancelled()) {
        jobs.end(id, ScoreState.CANCELLED, null);
      } else {
        jobs.end(id, ScoreState.FAILED, "The service was stopped; submit the job again");
      }
    } catch (IOException | Refused e) {
      jobs.end(id, ScoreState.FAILED, Objects.toString(e.getMessage(), "The job failed"));
    } catch (Throwable e) {
      LOG.errorf(e, "Score job %s failed", id);
      jobs.end(id, ScoreState.FAILED, "An unexpected fault; the service's log has it");
    }
  }

  private void score(ScoreJob job, ScoreRun run, long room)
      throws IOException, InterruptedException {
    ServedModel model = models.route(new ModelReference.Versioned(job.model(), job.version()));
    run.run(model, files.part(job.id()), room);
    jobs.keepResult(job.id());
  }

  private void publish(ScoreJob job, String key) throws IOException {
    String as = job.request().as();
    if (as != null) {
      jobs.published(job.id(), data.upload(as, files.result(job.id()), key));
    }
  }
}
