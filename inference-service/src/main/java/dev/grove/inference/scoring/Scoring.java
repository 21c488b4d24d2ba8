package dev.grove.inference.scoring;

import dev.grove.inference.Refused;
import dev.grove.inference.admission.Pace;
import dev.grove.inference.serving.FollowedAliases;
import dev.grove.inference.serving.ModelReference;
import dev.grove.inference.serving.ModelRouter;
import dev.grove.inference.serving.ServedModel;
import dev.grove.inference.serving.ServingConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Datasets scored in the background, for as long as the service runs. */
@Singleton
final class Scoring {
  private static final Logger LOG = Logger.getLogger(Scoring.class);
  private static final Duration TRANSFER = Duration.ofHours(1);

  private final ModelRouter models;
  private final FollowedAliases aliases;
  private final ScoringConfig config;
  private final ScoreJobs jobs;
  private final ScoreQueue queue;
  private final ThreadPoolExecutor workers;
  private final ScheduledExecutorService watch;

  @Inject
  Scoring(
      ModelRouter models,
      FollowedAliases aliases,
      ScoringConfig config,
      DataConfig dataConfig,
      ServingConfig serving,
      Pace pace,
      Clock clock)
      throws IOException {
    this.models = models;
    this.aliases = aliases;
    this.config = config;
    ScoreFiles files = new ScoreFiles(serving.directory().resolve("score-jobs"));
    this.jobs =
        new ScoreJobs(files, clock, config.kept(), config.disk().asLongValue(), config.retention());
    this.workers =
        new ThreadPoolExecutor(
            config.jobs(),
            config.jobs(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(config.queue()),
            task -> daemon(task, "score-job"));
    this.watch =
        Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "score-job-watch"));
    this.queue =
        dataConfig
            .url()
            .map(url -> new DataClient(url, dataConfig.timeout(), TRANSFER))
            .map(
                data ->
                    new ScoreQueue(
                        jobs,
                        new ScoreWorker(jobs, files, models, data, pace),
                        data,
                        workers,
                        clock,
                        () -> UUID.randomUUID().toString().replace("-", "")))
            .orElse(null);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  void start(@Observes StartupEvent event) {
    ScoreStalls stalls = new ScoreStalls(jobs, config.stall());
    long pause = Math.max(1, config.stall().toMillis() / 4);
    watch.scheduleWithFixedDelay(() -> look(stalls), pause, pause, TimeUnit.MILLISECONDS);
  }

  private void look(ScoreStalls stalls) {
    try {
      stalls.check();
      jobs.expire();
    } catch (IOException | RuntimeException | Error e) {
      LOG.warnf("Score jobs could not be looked after: %s", e.getMessage());
    }
  }

  void stop(@Observes ShutdownEvent event) {
    watch.shutdownNow();
    workers.shutdownNow();
  }

  ScoreJobs jobs() {
    return jobs;
  }

  /**
   * Takes a job in. A model by its name is the version under the alias that is followed, whatever
   * its traffic rule says: a dataset is scored by one version.
   */
  ScoreJob submit(ModelReference reference, ScoreRequest request) {
    if (queue == null) {
      throw Refused.unavailable(
          "This service was not told where data-service is: grove.data.url is not set");
    }
    ServedModel model =
        models.route(
            reference instanceof ModelReference.Named named
                ? new ModelReference.Aliased(named.model(), aliases.always())
                : reference);
    return queue.submit(model, request);
  }
}
