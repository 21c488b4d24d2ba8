package dev.grove.inference.scoring;

import dev.grove.inference.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * All jobs that are remembered: a bounded number, for a bounded time, with results of bounded size.
 * A job that ran when the process ended is failed, and says so.
 */
final class ScoreJobs {
  private static final Logger LOG = Logger.getLogger(ScoreJobs.class);

  private final ScoreFiles files;
  private final Clock clock;
  private final int most;
  private final long disk;
  private final Duration retention;
  private final Map<String, ScoreJob> jobs = new TreeMap<>();
  private final Map<String, ScoreRun> running = new HashMap<>();

  /**
   * @param most jobs that are remembered
   * @param disk bytes that all results may have together
   * @param retention of a job that has ended
   */
  ScoreJobs(ScoreFiles files, Clock clock, int most, long disk, Duration retention)
      throws IOException {
    this.files = files;
    this.clock = clock;
    this.most = most;
    this.disk = disk;
    this.retention = retention;
    for (ScoreJob job : files.readAll()) {
      jobs.put(job.id(), job);
      if (!job.state().isFinal()) {
        put(
            job.ended(
                ScoreState.FAILED,
                now(),
                "The service was started again before the job had ended; submit it again"));
      }
    }
  }

  private String now() {
    return clock.instant().toString();
  }

  /** Remembers a new job. */
  synchronized void add(ScoreJob job) throws IOException {
    expire();
    if (jobs.size() >= most && !forgetOldest()) {
      throw Refused.busy("There are " + most + " jobs that have not ended");
    }
    put(job);
  }

  private void put(ScoreJob job) throws IOException {
    files.save(job);
    jobs.put(job.id(), job);
  }

  /** The job as it stands now. */
  synchronized Optional<ScoreJob> find(String id) {
    return Optional.ofNullable(jobs.get(id)).map(this::live);
  }

  private ScoreJob live(ScoreJob job) {
    ScoreRun run = running.get(job.id());
    return run == null ? job : job.progressed(run.rows(), run.faulty());
  }

  /** All of them, the newest first. */
  synchronized List<ScoreJob> all() {
    List<ScoreJob> all = new ArrayList<>();
    jobs.values().forEach(job -> all.add(live(job)));
    all.sort(Comparator.comparing(ScoreJob::createdAt).thenComparing(ScoreJob::id).reversed());
    return all;
  }

  /** The job, running from now on; empty if it was cancelled before. */
  synchronized Optional<ScoreJob> start(String id, ScoreRun run) throws IOException {
    ScoreJob job = jobs.get(id);
    if (job == null || job.state() != ScoreState.QUEUED) {
      return Optional.empty();
    }
    put(job.started(now()));
    running.put(id, run);
    return Optional.of(jobs.get(id));
  }

  /** Keeps what was written as the job's result. */
  synchronized void keepResult(String id) throws IOException {
    put(live(jobs.get(id)).written(files.keepResult(id)));
  }

  /** Notes what a result became. */
  synchronized void published(String id, String datasetVersion) throws IOException {
    put(live(jobs.get(id)).published(datasetVersion));
  }

  /** Ends a job. */
  synchronized void end(String id, ScoreState state, String why) {
    ScoreJob job = jobs.get(id);
    if (job == null || job.state().isFinal()) {
      return;
    }
    ScoreJob ended = live(job).ended(state, now(), why);
    running.remove(id);
    jobs.put(id, ended);
    try {
      files.dropPart(id);
      files.save(ended);
    } catch (IOException e) {
      LOG.warnf("That score job %s is %s is not on the disk: %s", id, state, e.getMessage());
    }
  }

  /** Cancels a job that has not ended, and forgets one that has, with its result. */
  synchronized void remove(String id) throws IOException {
    ScoreJob job = jobs.get(id);
    if (job == null) {
      return;
    }
    if (job.state().isFinal()) {
      forget(id);
    } else if (running.containsKey(id)) {
      running.get(id).cancel();
    } else {
      end(id, ScoreState.CANCELLED, null);
    }
  }

  /** A job's result; empty if it has none. */
  synchronized Optional<Path> result(String id) {
    return Optional.ofNullable(jobs.get(id))
        .filter(job -> job.resultBytes() != null)
        .map(job -> files.result(id))
        .filter(Files::isRegularFile);
  }

  /** Bytes that the next result may have; old ones make room for a quarter of all. */
  synchronized long room() throws IOException {
    while (disk - used() < disk / 4 && forgetOldest()) {
      // One more.
    }
    return Math.max(0, disk - used()) / (running.size() + 1L);
  }

  private long used() {
    return jobs.values().stream()
        .mapToLong(job -> job.resultBytes() == null ? 0 : job.resultBytes())
        .sum();
  }

  /** Forgets jobs that ended long ago. */
  synchronized void expire() throws IOException {
    Instant before = clock.instant().minus(retention);
    for (ScoreJob job : List.copyOf(jobs.values())) {
      if (job.finishedAt() != null && Instant.parse(job.finishedAt()).isBefore(before)) {
        forget(job.id());
      }
    }
  }

  private boolean forgetOldest() throws IOException {
    Optional<ScoreJob> oldest =
        jobs.values().stream()
            .filter(job -> job.state().isFinal())
            .min(Comparator.comparing(ScoreJob::finishedAt));
    if (oldest.isPresent()) {
      forget(oldest.get().id());
    }
    return oldest.isPresent();
  }

  private void forget(String id) throws IOException {
    files.forget(id);
    jobs.remove(id);
  }

  /** Those at work now. */
  synchronized List<ScoreRun> running() {
    return List.copyOf(running.values());
  }
}
