package dev.grove.training.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.training.fit.DataConfig;
import dev.grove.training.fit.JobFiles;
import dev.grove.training.fit.TrainingResult;
import dev.grove.training.fit.Worker;
import dev.grove.training.fit.WorkerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Takes one queued job after the other and has a process of its own train it. */
@ApplicationScoped
class JobWorker {
  private static final Logger LOG = Logger.getLogger(JobWorker.class);

  /** How often a running job's state is written and its wishes are read. */
  private static final Duration GLANCE = Duration.ofMillis(300);

  private final JobQueue queue;
  private final JobsHome home;
  private final JobsConfig config;
  private final DataConfig data;
  private final JobMetrics metrics;
  private final String codeVersion;

  JobWorker(
      JobQueue queue,
      JobsHome home,
      JobsConfig config,
      DataConfig data,
      JobMetrics metrics,
      @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown")
          String codeVersion) {
    this.queue = queue;
    this.home = home;
    this.config = config;
    this.data = data;
    this.metrics = metrics;
    this.codeVersion = codeVersion;
  }

  /**
   * Trains the next job, if one waits, and returns when it is over.
   *
   * @param stopping whether the service ends: the job is then given back
   * @return false if none waited
   */
  boolean workOnce(BooleanSupplier stopping) throws InterruptedException {
    queue.sweep(config.attempts(), config.publishPatience());
    JobQueue.Claim claim =
        queue.claimTraining(config.lease(), config.attempts(), home.id()).orElse(null);
    if (claim == null) {
      return false;
    }
    String id = claim.job().id();
    LOG.infof("Job %s: training %s", id, claim.job().spec().dataset());
    try {
      JobFiles files = home.files(id);
      if (Files.exists(files.result())) {
        settle(() -> handOn(claim, files), stopping); // Trained before the service died.
      } else {
        train(claim, files, stopping);
      }
    } catch (IOException e) {
      LOG.errorf(e, "Job %s: no process could be started", id);
      settle(() -> end(claim, new JobState.Failed("No training process: " + e)), stopping);
    }
    return true;
  }

  private void train(JobQueue.Claim claim, JobFiles files, BooleanSupplier stopping)
      throws IOException, InterruptedException {
    files.delete();
    Files.createDirectories(files.temporary());
    Worker.JSON.writeValue(files.request().toFile(), request(claim.job()));
    long begin = System.nanoTime();
    try (TrainingProcess process =
        TrainingProcess.start(files, WorkerCommand.of(files, config.workerHeap()))) {
      LOG.infof("Job %s: worker %d", claim.job().id(), process.pid());
      Progress written = Progress.NONE;
      while (!process.awaitEnd(GLANCE)) {
        if (stopping.getAsBoolean()) {
          process.end();
          queue.release(claim);
          return;
        }
        JobQueue.Heard heard = beat(claim);
        if (heard != JobQueue.Heard.GO_ON) {
          process.end();
          if (heard == JobQueue.Heard.CANCEL) {
            settle(() -> end(claim, new JobState.Cancelled()), stopping);
          }
          return;
        }
        written = write(claim, process.progress(), written);
      }
      write(claim, process.progress(), written);
      metrics.trained(Duration.ofNanos(System.nanoTime() - begin));
      if (process.succeeded() && Files.exists(files.result())) {
        settle(() -> handOn(claim, files), stopping);
      } else {
        LOG.warnf("Job %s: %s", claim.job().id(), process.failure());
        settle(() -> end(claim, new JobState.Failed(process.failure())), stopping);
      }
    }
  }

  /** A database that is away does not end a training: the claim counts until somebody takes it. */
  private JobQueue.Heard beat(JobQueue.Claim claim) {
    try {
      return queue.beat(claim, config.lease());
    } catch (Sql.DatabaseAway e) {
      LOG.warnf("Job %s goes on without the database: %s", claim.job().id(), e.getMessage());
      return JobQueue.Heard.GO_ON;
    }
  }

  private Progress write(JobQueue.Claim claim, Progress now, Progress written) {
    if (now.equals(written)) {
      return written;
    }
    try {
      queue.progress(claim, now);
      return now;
    } catch (Sql.DatabaseAway e) {
      return written;
    }
  }

  /** Writes a job's outcome, however long the database is away. */
  private static void settle(Runnable step, BooleanSupplier stopping) throws InterruptedException {
    while (true) {
      try {
        step.run();
        return;
      } catch (Sql.DatabaseAway e) {
        if (stopping.getAsBoolean()) {
          return;
        }
        LOG.warnf("A job's outcome waits: %s", e.getMessage());
        Thread.sleep(1_000);
      }
    }
  }

  private void handOn(JobQueue.Claim claim, JobFiles files) {
    try {
      TrainingResult result = Worker.JSON.readValue(files.result().toFile(), TrainingResult.class);
      queue.trained(claim, Worker.JSON.<JsonNode>valueToTree(result.evaluation()));
    } catch (IOException e) {
      end(claim, new JobState.Failed("The training process left no readable result"));
    }
  }

  private void end(JobQueue.Claim claim, JobState state) {
    queue.end(claim, state);
    metrics.finished(state);
  }

  private WorkerRequest request(TrainingJob job) {
    JobSpec spec = job.spec();
    return new WorkerRequest(
        job.id(),
        data.url(),
        job.requestId(),
        spec.dataset(),
        spec.version(),
        spec.split(),
        spec.target(),
        spec.task(),
        spec.group(),
        spec.features(),
        spec.parameters(),
        spec.rounds(),
        spec.earlyStoppingRounds(),
        spec.seed(),
        codeVersion);
  }
}
