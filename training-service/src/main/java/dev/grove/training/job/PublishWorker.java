package dev.grove.training.job;

import dev.grove.training.fit.JobFiles;
import dev.grove.training.publish.ModelPublisher;
import dev.grove.training.publish.RegistryAway;
import dev.grove.training.publish.RegistryRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Takes one finished training after the other to the registry. */
@ApplicationScoped
class PublishWorker {
  private static final Logger LOG = Logger.getLogger(PublishWorker.class);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final JobQueue queue;
  private final JobsHome home;
  private final ModelPublisher publisher;
  private final JobsConfig config;
  private final JobMetrics metrics;

  PublishWorker(
      JobQueue queue,
      JobsHome home,
      ModelPublisher publisher,
      JobsConfig config,
      JobMetrics metrics) {
    this.queue = queue;
    this.home = home;
    this.publisher = publisher;
    this.config = config;
    this.metrics = metrics;
  }

  /**
   * Publishes the next job, if one waits.
   *
   * @return false if none waited
   */
  boolean workOnce() {
    JobQueue.Claim claim = queue.claimPublishing(config.lease(), home.id()).orElse(null);
    if (claim == null) {
      return false;
    }
    if (queue.beat(claim, config.lease()) == JobQueue.Heard.CANCEL) {
      end(claim, new JobState.Cancelled());
      return true;
    }
    Heartbeat.during(() -> publish(claim), queue, claim, config.lease());
    return true;
  }

  private void publish(JobQueue.Claim claim) {
    TrainingJob job = claim.job();
    try {
      JobFiles files = home.files(job.id());
      String version = publisher.publish(JobOutcome.of(job, files));
      queue.published(claim, version);
      files.delete(); // Not before: whoever is killed in between must be able to publish again.
      if (!job.state().isFinal()) {
        metrics.finished(new JobState.Succeeded(version));
      }
      LOG.infof("Job %s: published, model version %s", job.id(), version);
    } catch (RegistryAway e) {
      metrics.publishingFailed();
      Duration pause = pause(job.publishAttempts());
      LOG.warnf("Job %s: %s; again in %s", job.id(), e.getMessage(), pause);
      queue.postpone(claim, pause);
    } catch (RegistryRefused e) {
      metrics.publishingFailed();
      refused(claim, e.getMessage());
    } catch (Sql.DatabaseAway e) {
      throw e; // The registry may have everything: the lease runs out, and it is found there.
    } catch (IOException | RuntimeException e) {
      LOG.errorf(e, "Job %s: publishing failed", job.id());
      metrics.publishingFailed();
      refused(claim, "Publishing failed: " + e);
    }
  }

  private void refused(JobQueue.Claim claim, String why) {
    LOG.warnf("Job %s: %s", claim.job().id(), why);
    if (!claim.job().state().isFinal()) {
      end(claim, new JobState.Failed(why));
    }
    queue.unpublishable(claim);
  }

  private void end(JobQueue.Claim claim, JobState state) {
    queue.end(claim, state);
    metrics.finished(state);
  }

  /** One second, two, four, and so on. */
  private static Duration pause(int attempts) {
    Duration pause = Duration.ofSeconds(1L << Math.min(10, Math.max(0, attempts - 1)));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
